import { isFinished } from './controllers/job/conditions';
import { hasEnded, isGone, TRACKING_FINALIZER } from './controllers/job/pod-state';
import { FailureRecord, NO_FAILURES } from './controllers/job/retry-delay';
import { syncJob } from './controllers/job/sync-job';
import type { NewPod, Write } from './controllers/job/write';
import type { JobSpec, LocalJob, LocalPod } from './objects';
import { nextStep, PodScript } from './scripted-kubelet';
import { formatSeconds } from './timestamps';

/** How long the Job controller collects changes of Pods before it acts on them. */
const BATCH_MS = 1000;
const DEFAULT_GRACE_SECONDS = 30;

interface TrackedJob {
  job: LocalJob;
  record: FailureRecord;
  /** When the controller looks at it next. */
  syncAt?: number;
  readonly pods: Map<string, LocalPod>;
  readonly scripts: Map<string, PodScript>;
}

/** Returns what the n-th Pod of a Job, or of one of its indexes, does. */
export type Script = (pod: LocalPod) => PodScript;

/** Jobs and their Pods in virtual time: nothing waits, and the same input has the same result. */
export class VirtualCluster {
  private readonly jobs = new Map<string, TrackedJob>();
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
    this.jobs.set(name, {
      job,
      record: NO_FAILURES,
      syncAt: this.time,
      pods: new Map(),
      scripts: new Map(),
    });
    this.syncDue();
  }

  public jobNamed(name: string): LocalJob | undefined {
    return this.jobs.get(name)?.job;
  }

  public podsOf(name: string): LocalPod[] {
    return [...(this.jobs.get(name)?.pods.values() ?? [])];
  }

  public updateSpec(name: string, change: Partial<JobSpec>): void {
    const tracked = this.jobs.get(name);
    if (!tracked) return;
    const { metadata, spec, status } = tracked.job;
    const generation = metadata.generation! + 1;
    tracked.job = { metadata: { ...metadata, generation }, spec: { ...spec, ...change }, status };
    this.onChange(tracked.job, undefined, this.time);
    if (isFinished(status)) return;
    this.lookAt(tracked, this.time);
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
    }
    this.time = time;
    this.syncDue();
  }

  private syncDue(): void {
    for (const tracked of this.jobs.values()) {
      while (tracked.syncAt !== undefined && tracked.syncAt <= this.time) this.sync(tracked);
    }
  }

  private sync(tracked: TrackedJob): void {
    tracked.syncAt = undefined;
    const turn = syncJob(tracked.job, [...tracked.pods.values()], tracked.record, this.time);
    tracked.record = turn.record;
    for (const write of turn.writes) this.apply(tracked, write);
    if (turn.lookAgainAt !== undefined) {
      this.lookAt(tracked, Math.max(turn.lookAgainAt, this.time + 1));
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
    if (isGone(pod)) tracked.pods.delete(name);
    else tracked.pods.set(name, pod);
    this.onChange(tracked.job, pod, this.time);
    if (!isFinished(tracked.job.status)) this.lookAt(tracked, this.time + BATCH_MS);
  }

  private lookAt(tracked: TrackedJob, time: number): void {
    tracked.syncAt = Math.min(tracked.syncAt ?? Infinity, time);
  }

  private stepKubelet(): void {
    for (const tracked of this.jobs.values()) {
      for (const pod of [...tracked.pods.values()]) {
        const step = nextStep(pod, tracked.scripts.get(pod.metadata.name)!);
        if (step && step.at <= this.time) this.putPod(tracked, step.pod(this.time));
      }
    }
  }

  private nextEvent(): number | undefined {
    let next = Infinity;
    for (const tracked of this.jobs.values()) {
      next = Math.min(next, tracked.syncAt ?? Infinity);
      for (const pod of tracked.pods.values()) {
        const step = nextStep(pod, tracked.scripts.get(pod.metadata.name)!);
        if (step) next = Math.min(next, step.at);
      }
    }
    return next === Infinity ? undefined : next;
  }

  private nextVersion(): string {
    return String(++this.version);
  }
}
