import { EventRecorder } from './event-recorder';
import { Order, Scheduler } from './scheduler';
import type { JsonObject } from '../../kubernetes/json';
import { isFinished } from '../controllers/job/conditions';
import { releaseOrphan } from '../controllers/job/orphan-pods';
import { isTracked, TRACKING_FINALIZER } from '../controllers/job/pod-state';
import { FailureRecord, NO_FAILURES } from '../controllers/job/retry-delay';
import { syncJob } from '../controllers/job/sync-job';
import type { NewPod, Write } from '../controllers/job/write';
import type { LocalJob, LocalPod } from '../objects';
import type { Change } from '../store/change-history';
import { JOBS, PODS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { NewObject, StoredObject } from '../store/stored-object';

/** How long the Job controller collects changes of Pods before it acts on them. */
const BATCH_MS = 1000;

interface TrackedJob {
  job: StoredObject;
  isFinished: boolean;
  record: FailureRecord;
  /** The Pods that the Job controls, by name. */
  readonly pods: Map<string, StoredObject>;
  syncAt: number;
  cancel: () => void;
}

/** Runs the Job controller on the Jobs of a store. */
export class JobLoop {
  /** By uid. */
  private readonly tracked = new Map<string, TrackedJob>();
  /** Pods that no Job counts any more, by uid. */
  private readonly orphans = new Map<string, StoredObject>();
  private readonly events: EventRecorder;

  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
  ) {
    this.events = new EventRecorder(store, scheduler, 'job-controller');
    store.onChange((change) => this.see(change));
  }

  private see(change: Change): void {
    if (change.type === JOBS) this.seeJob(change);
    else if (change.type === PODS) this.seePod(change);
  }

  private seeJob({ event, object, old }: Change): void {
    const { uid, generation } = object.metadata;
    const tracked = this.tracked.get(uid);
    if (!tracked) {
      if (event !== 'DELETED') this.tracked.set(uid, this.track(object));
      return;
    }
    tracked.job = object;
    tracked.isFinished = isFinished(asJob(object).status);
    if (event === 'DELETED') {
      tracked.cancel();
      this.tracked.delete(uid);
    } else if (!tracked.isFinished) {
      const isOwnUpdate = old?.metadata.generation === generation;
      this.lookAt(tracked, this.scheduler.now() + (isOwnUpdate ? BATCH_MS : 0));
      return;
    }
    for (const pod of tracked.pods.values()) this.releaseLater(pod);
  }

  private track(job: StoredObject): TrackedJob {
    const tracked: TrackedJob = {
      job,
      isFinished: isFinished(asJob(job).status),
      record: NO_FAILURES,
      pods: new Map(),
      syncAt: Infinity,
      cancel: () => undefined,
    };
    this.lookAt(tracked, this.scheduler.now());
    return tracked;
  }

  private seePod({ event, object, old }: Change): void {
    const { name } = object.metadata;
    const tracked = this.controllerOf(object);
    const before = old && this.controllerOf(old);
    if (before && before !== tracked) {
      before.pods.delete(name);
      this.lookAtPodsOf(before);
    }
    if (event === 'DELETED') tracked?.pods.delete(name);
    else tracked?.pods.set(name, object);
    if (tracked && !tracked.isFinished) this.lookAtPodsOf(tracked);
    else if (event !== 'DELETED') this.releaseLater(object);
  }

  private lookAtPodsOf(tracked: TrackedJob): void {
    if (tracked.isFinished) return;
    this.lookAt(tracked, this.scheduler.now() + BATCH_MS);
  }

  private controllerOf({ metadata }: StoredObject): TrackedJob | undefined {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    return owner && this.tracked.get(owner.uid);
  }

  private releaseLater(pod: StoredObject): void {
    if (!isTracked(asPod(pod))) return;
    if (this.orphans.size === 0) {
      this.scheduler.at(this.scheduler.now(), Order.CONTROLLER, () => this.releaseOrphans());
    }
    this.orphans.set(pod.metadata.uid, pod);
  }

  private releaseOrphans(): void {
    const orphans = [...this.orphans.values()];
    this.orphans.clear();
    for (const {
      metadata: { namespace = '', name, uid },
    } of orphans) {
      const pod = this.store.get(PODS, namespace, name);
      if (pod?.metadata.uid !== uid) continue;
      const tracked = this.controllerOf(pod);
      const writes = releaseOrphan(asPod(pod), tracked && asJob(tracked.job));
      if (writes.length > 0) this.release(pod);
    }
  }

  private lookAt(tracked: TrackedJob, time: number): void {
    if (tracked.syncAt <= time) return;
    tracked.cancel();
    tracked.syncAt = time;
    tracked.cancel = this.scheduler.at(time, Order.CONTROLLER, () => this.sync(tracked));
  }

  private sync(tracked: TrackedJob): void {
    tracked.syncAt = Infinity;
    const now = this.scheduler.now();
    const pods = Array.from(tracked.pods.values(), asPod);
    const { writes, record, lookAgainAt } = syncJob(asJob(tracked.job), pods, tracked.record, now);
    tracked.record = record;
    for (const write of writes) this.apply(tracked, write);
    if (lookAgainAt !== undefined) this.lookAt(tracked, Math.max(lookAgainAt, now + 1));
  }

  private apply({ job, pods }: TrackedJob, write: Write): void {
    const { namespace = '' } = job.metadata;
    switch (write.type) {
      case 'createPod':
        return this.createPod(job, write.pod);
      case 'deletePod': {
        this.store.delete(PODS, namespace, write.name);
        const message = `Deleted pod: ${write.name}`;
        return this.events.record(JOBS, job, {
          type: 'Normal',
          reason: 'SuccessfulDelete',
          message,
        });
      }
      case 'removeFinalizer': {
        const pod = pods.get(write.name);
        if (pod) this.release(pod);
        return;
      }
      case 'updateStatus': {
        const latest = this.store.get(JOBS, namespace, job.metadata.name);
        if (latest) {
          this.store.update(
            JOBS,
            { ...latest, status: write.status as unknown as JsonObject },
            'status',
          );
        }
        return;
      }
      case 'event': {
        const { eventType, reason, message } = write;
        return this.events.record(JOBS, job, { type: eventType, reason, message });
      }
    }
  }

  /** Removes the finalizer that keeps a Pod until it is counted. */
  private release(pod: StoredObject): void {
    const finalizers = pod.metadata.finalizers?.filter((name) => name !== TRACKING_FINALIZER);
    this.store.update(PODS, { ...pod, metadata: { ...pod.metadata, finalizers } });
  }

  private createPod(job: StoredObject, { metadata, spec }: NewPod): void {
    const pod = this.store.create(PODS, job.metadata.namespace!, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec,
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    } as unknown as NewObject);
    const message = `Created pod: ${pod.metadata.name}`;
    this.events.record(JOBS, job, { type: 'Normal', reason: 'SuccessfulCreate', message });
  }
}

/** The store keeps what the API server has validated. */
function asJob(object: StoredObject): LocalJob {
  return { status: {}, ...object } as unknown as LocalJob;
}

function asPod(object: StoredObject): LocalPod {
  return object as unknown as LocalPod;
}
