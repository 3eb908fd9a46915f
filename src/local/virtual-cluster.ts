import { collectGarbage, deletionFinalizers, Propagation } from './controllers/garbage-collector';
import { isFinished } from './controllers/job/conditions';
import { releaseOrphan } from './controllers/job/orphan-pods';
import { hasEnded, isGone, TRACKING_FINALIZER } from './controllers/job/pod-state';
import { FailureRecord, NO_FAILURES } from './controllers/job/retry-delay';
import { syncJob } from './controllers/job/sync-job';
import type { NewPod, Write } from './controllers/job/write';
import { EventQueue } from './event-queue';
import type { JobSpec, LocalJob, LocalPod } from './objects';
import { nextStep, PodScript, PodStep } from './scripted-kubelet';
import { formatSeconds } from './timestamps';

/** How long the Job controller collects changes of Pods before it acts on them. */
const BATCH_MS = 1000;
const DEFAULT_GRACE_SECONDS = 30;

interface TrackedJob {
  job: LocalJob;
  /** Whether the Job no longer exists. Its Pods may still. */
  isGone: boolean;
  record: FailureRecord;
  /** When the controller looks at it next. An entry of the queue for another time is outdated. */
  syncAt?: number;
  readonly pods: Map<string, LocalPod>;
  readonly scripts: Map<string, PodScript>;
}

/** A step of the kubelet. It is outdated if the Pod has changed since. */
interface DueStep {
  readonly tracked: TrackedJob;
  readonly pod: LocalPod;
  readonly step: PodStep;
}

/** Returns what the n-th Pod of a Job, or of one of its indexes, does. */
export type Script = (pod: LocalPod) => PodScript;

/** Jobs and their Pods in virtual time: nothing waits, and the same input has the same result. */
export class VirtualCluster {
  private readonly jobs = new Map<string, TrackedJob>();
  private readonly syncs = new EventQueue<TrackedJob>();
  private readonly steps = new EventQueue<DueStep>();
  /** Jobs that are deleted, and have changed since the garbage collector looked at them. */
  private readonly toCollect = new Set<TrackedJob>();
  private version = 0;

  public constructor(
    private time: number,
    private readonly script: Script,
    private readonly onChange: (
      job: LocalJob,
      pod: LocalPod | undefined,
      now: number,
    ) => void = () => undefined,
  ) {}

  public get now(): number {
    return this.time;
  }

  public createJob(name: string, spec: JobSpec): void {
    const job: LocalJob = {
      metadata: {
        name,
        namespace: 'default',
        uid: `job-${name}`,
        generation: 1,
        resourceVersion: this.nextVersion(),
        creationTimestamp: formatSeconds(this.time),
      },
      spec,
      status: {},
    };
    const tracked: TrackedJob = {
      job,
      isGone: false,
      record: NO_FAILURES,
      pods: new Map(),
      scripts: new Map(),
    };
    this.jobs.set(name, tracked);
    this.lookAt(tracked, this.time);
    this.syncDue();
  }

  public jobNamed(name: string): LocalJob | undefined {
    const tracked = this.jobs.get(name);
    return tracked?.isGone ? undefined : tracked?.job;
  }

  public podsOf(name: string): LocalPod[] {
    return [...(this.jobs.get(name)?.pods.values() ?? [])];
  }

  public updateSpec(name: string, change: Partial<JobSpec>): void {
    const tracked = this.jobs.get(name);
    if (!tracked || tracked.isGone) return;
    const { metadata, spec, status } = tracked.job;
    const generation = metadata.generation! + 1;
    tracked.job = { metadata: { ...metadata, generation }, spec: { ...spec, ...change }, status };
    this.onChange(tracked.job, undefined, this.time);
    if (isFinished(status)) return;
    this.lookAt(tracked, this.time);
    this.syncDue();
  }

  /** Deletes a Job. Its Pods are deleted before it, after it or not at all, as the policy says. */
  public deleteJob(name: string, propagation: Propagation): void {
    const tracked = this.jobs.get(name);
    if (!tracked || tracked.isGone || tracked.job.metadata.deletionTimestamp !== undefined) return;
    const { metadata } = tracked.job;
    const finalizers = [...(metadata.finalizers ?? []), ...deletionFinalizers(propagation)];
    const deletionTimestamp = formatSeconds(this.time);
    const generation = metadata.generation! + 1;
    this.putJobMeta(tracked, { ...metadata, generation, finalizers, deletionTimestamp });
    this.syncDue();
  }

  /**
   * Advances to a moment. All changes before it happen, and the controllers act on what is due at
   * it; a Pod that changes at this very moment changes with the next advance.
   */
  public advanceTo(time: number): void {
    for (let next = this.nextEvent(); next !== undefined && next < time; next = this.nextEvent()) {
      this.time = Math.max(this.time, next);
      this.syncDue();
      this.stepKubelet();
      this.syncDue();
    }
    this.time = time;
    this.syncDue();
  }

  private syncDue(): void {
    for (let next = this.nextSync(); next && next.at <= this.time; next = this.nextSync()) {
      this.syncs.removeFirst();
      this.sync(next.item);
    }
    if (this.toCollect.size === 0) return;
    for (const tracked of this.toCollect) {
      this.toCollect.delete(tracked);
      this.collect(tracked);
    }
    this.syncDue();
  }

  private sync(tracked: TrackedJob): void {
    tracked.syncAt = undefined;
    if (tracked.isGone) return this.releaseOrphans(tracked);
    const turn = syncJob(tracked.job, [...tracked.pods.values()], tracked.record, this.time);
    tracked.record = turn.record;
    for (const write of turn.writes) this.apply(tracked, write);
    if (turn.lookAgainAt !== undefined) {
      this.lookAt(tracked, Math.max(turn.lookAgainAt, this.time + 1));
    }
  }

  private putJobMeta(tracked: TrackedJob, metadata: LocalJob['metadata']): void {
    tracked.job = { ...tracked.job, metadata };
    const { deletionTimestamp, finalizers = [] } = metadata;
    tracked.isGone = deletionTimestamp !== undefined && finalizers.length === 0;
    this.onChange(tracked.job, undefined, this.time);
    this.lookAt(tracked, this.time);
    this.toCollect.add(tracked);
  }

  /** The garbage collector, which acts at once. Only a Job that is deleted has work for it. */
  private collect(tracked: TrackedJob): void {
    const { metadata } = tracked.job;
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata };
    const pods = [...tracked.pods.values()].map((pod) => {
      return { apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata };
    });
    for (const write of collectGarbage([...(tracked.isGone ? [] : [job]), ...pods])) {
      const { name } = write.object.metadata;
      if (write.type === 'delete') this.deletePod(tracked, name);
      if (write.type === 'removeOwnerReferences') this.disown(tracked, name, write.uids);
      if (write.type === 'removeFinalizer') {
        const finalizers = metadata.finalizers?.filter((other) => other !== write.finalizer);
        this.putJobMeta(tracked, { ...metadata, finalizers });
      }
    }
  }

  private disown(tracked: TrackedJob, name: string, uids: readonly string[]): void {
    const pod = tracked.pods.get(name);
    if (!pod) return;
    const ownerReferences = pod.metadata.ownerReferences?.filter(({ uid }) => !uids.includes(uid));
    this.putPod(tracked, { ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }

  private releaseOrphans(tracked: TrackedJob): void {
    for (const pod of [...tracked.pods.values()]) {
      for (const write of releaseOrphan(pod, undefined)) this.apply(tracked, write);
    }
  }

  private apply(tracked: TrackedJob, write: Write): void {
    switch (write.type) {
      case 'createPod':
        return this.createPod(tracked, write.pod);
      case 'deletePod':
        return this.deletePod(tracked, write.name);
      case 'removeFinalizer': {
        const pod = tracked.pods.get(write.name);
        if (!pod) return;
        const finalizers = pod.metadata.finalizers?.filter((name) => name !== TRACKING_FINALIZER);
        return this.putPod(tracked, { ...pod, metadata: { ...pod.metadata, finalizers } });
      }
      case 'updateStatus':
        tracked.job = { ...tracked.job, status: write.status };
        this.onChange(tracked.job, undefined, this.time);
        if (!isFinished(write.status)) this.lookAt(tracked, this.time + BATCH_MS);
        return;
      case 'event':
        return;
    }
  }

  private createPod(tracked: TrackedJob, { metadata, spec }: NewPod): void {
    const version = this.nextVersion();
    const pod: LocalPod = {
      metadata: {
        ...metadata,
        name: `${metadata.generateName}${version.padStart(5, '0')}`,
        namespace: 'default',
        uid: `pod-${version}`,
        resourceVersion: version,
        creationTimestamp: formatSeconds(this.time),
      },
      spec,
      status: { phase: 'Pending' },
    };
    tracked.scripts.set(pod.metadata.name, this.script(pod));
    this.putPod(tracked, pod);
  }

  private deletePod(tracked: TrackedJob, name: string): void {
    const pod = tracked.pods.get(name);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
    const grace = hasEnded(pod)
      ? 0
      : (pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS);
    this.putPod(tracked, {
      ...pod,
      metadata: {
        ...pod.metadata,
        deletionTimestamp: formatSeconds(this.time),
        deletionGracePeriodSeconds: grace,
      },
    });
  }

  /** Stores a Pod, or removes it if nothing keeps it any more. */
  private putPod(tracked: TrackedJob, pod: LocalPod): void {
    const { name } = pod.metadata;
    if (isGone(pod)) {
      tracked.pods.delete(name);
      tracked.scripts.delete(name);
    } else {
      tracked.pods.set(name, pod);
      const step = nextStep(pod, tracked.scripts.get(name)!);
      if (step) this.steps.add(step.at, { tracked, pod, step });
    }
    this.onChange(tracked.job, pod, this.time);
    if (tracked.isGone) this.lookAt(tracked, this.time);
    else if (!isFinished(tracked.job.status)) this.lookAt(tracked, this.time + BATCH_MS);
    if (isDeleted(tracked)) this.toCollect.add(tracked);
  }

  private lookAt(tracked: TrackedJob, time: number): void {
    if (tracked.syncAt !== undefined && tracked.syncAt <= time) return;
    tracked.syncAt = time;
    this.syncs.add(time, tracked);
  }

  /** Each Pod that is due changes once. */
  private stepKubelet(): void {
    const due: DueStep[] = [];
    for (let next = this.nextStep(); next && next.at <= this.time; next = this.nextStep()) {
      this.steps.removeFirst();
      due.push(next.item);
    }
    for (const { tracked, step } of due) this.putPod(tracked, step.pod(this.time));
  }

  private nextEvent(): number | undefined {
    const [sync, step] = [this.nextSync(), this.nextStep()];
    return sync && step ? Math.min(sync.at, step.at) : (sync ?? step)?.at;
  }

  private nextSync() {
    let next = this.syncs.first();
    for (; next && next.at !== next.item.syncAt; next = this.syncs.first()) {
      this.syncs.removeFirst();
    }
    return next;
  }

  private nextStep() {
    let next = this.steps.first();
    for (; next && isOutdated(next.item); next = this.steps.first()) this.steps.removeFirst();
    return next;
  }

  private nextVersion(): string {
    return String(++this.version);
  }
}

function isOutdated({ tracked, pod }: DueStep): boolean {
  return tracked.pods.get(pod.metadata.name) !== pod;
}

function isDeleted({ job }: TrackedJob): boolean {
  return job.metadata.deletionTimestamp !== undefined;
}
