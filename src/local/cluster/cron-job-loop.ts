import { EventRecorder } from './event-recorder';
import { Order, Scheduler } from './scheduler';
import type { JsonObject } from '../../kubernetes/json';
import { decodeObject } from '../api/admission';
import { withPodSelector } from '../api/job-labels';
import { lookAfterUpdate, syncCronJob } from '../controllers/cron-job/sync-cron-job';
import { CronJobWrite, NewJob, withActive } from '../controllers/cron-job/write';
import type { LocalCronJob, LocalJob } from '../objects';
import type { Change } from '../store/change-history';
import { CRON_JOBS, JOBS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { NewObject, StoredObject, StoredOwner } from '../store/stored-object';

interface TrackedCronJob {
  cronJob: StoredObject;
  syncAt: number;
  cancel: () => void;
}

/** Runs the CronJob controller on the CronJobs of a store. */
export class CronJobLoop {
  /** By namespace and name. */
  private readonly tracked = new Map<string, TrackedCronJob>();
  /** By namespace and name of the CronJob that controls them (whatever its uid), then by name. */
  private readonly jobs = new Map<string, Map<string, StoredObject>>();
  private readonly events: EventRecorder;

  /** @param minor minor version of Kubernetes, such as 35 for 1.35 */
  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
    private readonly minor: number,
  ) {
    this.events = new EventRecorder(store, scheduler, 'cronjob-controller');
    store.onChange((change) => this.see(change));
  }

  private see(change: Change): void {
    if (change.type === CRON_JOBS) this.seeCronJob(change);
    else if (change.type === JOBS) this.seeJob(change);
  }

  private seeCronJob({ event, object, old }: Change): void {
    const key = keyOf(object, object.metadata.name);
    const tracked = this.tracked.get(key);
    if (event === 'DELETED') {
      tracked?.cancel();
      this.tracked.delete(key);
      return;
    }
    const now = this.scheduler.now();
    if (!tracked || !old) {
      const added = { cronJob: object, syncAt: Infinity, cancel: () => undefined };
      this.tracked.set(key, added);
      this.lookAt(added, now);
    } else {
      tracked.cronJob = object;
      this.lookAt(tracked, lookAfterUpdate(asCronJob(old), asCronJob(object), now));
    }
  }

  private seeJob({ event, object, old }: Change): void {
    const [owner, oldOwner] = [controllerOf(object), old && controllerOf(old)];
    const key = owner && keyOf(object, owner.name);
    const oldKey = oldOwner && keyOf(object, oldOwner.name);
    const { name } = object.metadata;
    if (oldKey !== undefined && (event === 'DELETED' || oldKey !== key)) {
      const jobs = this.jobs.get(oldKey);
      jobs?.delete(name);
      if (jobs?.size === 0) this.jobs.delete(oldKey);
    }
    if (key !== undefined && event !== 'DELETED') {
      const jobs = this.jobs.get(key) ?? new Map<string, StoredObject>();
      this.jobs.set(key, jobs.set(name, object));
    }
    for (const each of [owner, oldOwner]) {
      if (!each) continue;
      const tracked = this.tracked.get(keyOf(object, each.name));
      if (tracked?.cronJob.metadata.uid === each.uid) this.lookAt(tracked, this.scheduler.now());
    }
  }

  private lookAt(tracked: TrackedCronJob, time: number): void {
    if (tracked.syncAt <= time) return;
    tracked.cancel();
    tracked.syncAt = time;
    tracked.cancel = this.scheduler.at(time, Order.CONTROLLER, () => this.sync(tracked));
  }

  private sync(tracked: TrackedCronJob): void {
    tracked.syncAt = Infinity;
    const { cronJob } = tracked;
    const { namespace = '', name } = cronJob.metadata;
    const jobs = [...(this.jobs.get(keyOf(cronJob, name))?.values() ?? [])].map(asJob);
    const find = (jobName: string) => {
      const found = this.store.get(JOBS, namespace, jobName);
      return found && asJob(found);
    };
    const turn = syncCronJob(asCronJob(cronJob), jobs, find, this.scheduler.now());
    this.applyAll(cronJob, turn.writes);
    if (turn.lookAgainAt !== undefined) this.lookAt(tracked, turn.lookAgainAt);
  }

  private applyAll(cronJob: StoredObject, writes: readonly CronJobWrite[]): void {
    const { namespace = '', name } = cronJob.metadata;
    let created: LocalJob | undefined;
    for (const write of writes) {
      switch (write.type) {
        case 'createJob':
          created = this.createJob(namespace, write.job);
          break;
        case 'deleteJob':
          this.store.delete(JOBS, namespace, write.name, { propagationPolicy: 'Background' });
          break;
        case 'updateStatus': {
          const latest = this.store.get(CRON_JOBS, namespace, name);
          const status = created ? withActive(write.status, created.metadata) : write.status;
          if (latest) {
            const json = status as unknown as JsonObject;
            this.store.update(CRON_JOBS, { ...latest, status: json }, 'status');
          }
          break;
        }
        case 'event': {
          const { eventType, reason, message } = write;
          this.events.record(CRON_JOBS, cronJob, { type: eventType, reason, message });
        }
      }
    }
  }

  /** The defaults of a Job are not part of the template in a CronJob. */
  private createJob(namespace: string, { metadata, spec }: NewJob): LocalJob {
    const json = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec } as unknown as JsonObject;
    const { object } = decodeObject(JOBS, json, this.minor, 'Ignore');
    const job = { ...object, status: {} } as unknown as NewObject;
    const prepared = withPodSelector(this.store.prepare(JOBS, namespace, job));
    return asJob(this.store.insert(JOBS, prepared));
  }
}

function keyOf({ metadata: { namespace = '' } }: StoredObject, name: string): string {
  return `${namespace}/${name}`;
}

function controllerOf(job: StoredObject): StoredOwner | undefined {
  return job.metadata.ownerReferences?.find(({ controller }) => controller);
}

/** The store keeps what the API server has validated. */
function asCronJob(object: StoredObject): LocalCronJob {
  return { ...object, status: object.status ?? {} } as unknown as LocalCronJob;
}

function asJob(object: StoredObject): LocalJob {
  return { ...object, status: object.status ?? {} } as unknown as LocalJob;
}
