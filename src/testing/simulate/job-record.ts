import type { NamedJob } from './scenario-problems';
import type { SimulatedEvent, SimulatedJob, SimulatedPod } from './simulation';
import { isFinished } from '../../local/controllers/job/conditions';
import { indexOf } from '../../local/controllers/job/pod-state';
import type { JobStatus, LocalPod } from '../../local/objects';
import { toMilliseconds } from '../../local/timestamps';

export type Note = (event: Omit<SimulatedEvent, 'seconds' | 'job'>) => void;
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Collects what happens to one Job and its Pods, from what the API server stores. */
export class JobRecord {
  public ended = false;
  private readonly pods = new Map<string, Writable<SimulatedPod>>();
  /** Pods so far, by index; those of a Job that is not Indexed are under undefined. */
  private readonly attempts = new Map<number | undefined, number>();
  /** Seconds of each run of a container. */
  private readonly runs = new Map<string, number>();
  private suspended?: boolean;
  private start?: number;
  private end = 0;
  private status: JobStatus = {};

  /** @param now the current time, in seconds after the start of the simulation */
  public constructor(
    public readonly job: NamedJob,
    private readonly namespace: string,
    private readonly now: () => number,
    private readonly note: Note,
  ) {
    note({ type: 'JobCreated', message: '' });
  }

  public get containerSeconds(): number {
    return [...this.runs.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  public seeJob(status: JobStatus): void {
    if (this.ended) return;
    this.status = status;
    const { conditions = [] } = status;
    const suspension = conditions.find(({ type }) => type === 'Suspended');
    const suspended = suspension && suspension.status === 'True';
    if (suspended !== undefined && suspended !== this.suspended) {
      this.note({ type: suspended ? 'JobSuspended' : 'JobResumed', message: '' });
      this.suspended = suspended;
    }
    if (status.startTime !== undefined && !suspended) this.start ??= this.now();
    if (!isFinished(status)) return;
    this.ended = true;
    this.end = this.now();
    const { type, reason = '' } = this.finalCondition();
    this.note({ type: type === 'Complete' ? 'JobComplete' : 'JobFailed', message: reason });
  }

  /** Returns the number of a Pod among those of its index, or of the Job. */
  public attemptOf(pod: LocalPod): number {
    return this.pods.get(pod.metadata.uid)!.attempt;
  }

  /** Notes why a Pod will not start. */
  public keepPending(pod: LocalPod, reason: string): void {
    this.pods.get(pod.metadata.uid)!.reason = reason;
  }

  public seePod(pod: LocalPod, deleted: boolean): void {
    const { uid, name } = pod.metadata;
    const record = this.pods.get(uid) ?? this.addPod(pod);
    const { phase } = pod.status;
    this.countRuns(pod);
    if (record.endSeconds !== undefined) return;
    // A Pod that is deleted while it is pending ends without a start.
    const hasStarted = phase === 'Running' || pod.metadata.deletionTimestamp === undefined;
    if (phase !== 'Pending' && hasStarted && record.startSeconds === undefined && wasStarted(pod)) {
      record.startSeconds = this.now();
      this.note({ type: 'PodStarted', pod: name, message: placeOf(record) });
    }
    if (phase === 'Succeeded' || phase === 'Failed') {
      record.endSeconds = this.now();
      Object.assign(record, endOf(pod));
      const end = `exit code ${record.exitCode}, ${record.reason}`;
      const type = phase === 'Succeeded' ? 'PodSucceeded' : 'PodFailed';
      this.note({ type, pod: name, message: `${placeOf(record)}: ${end}` });
    } else if (deleted) {
      record.endSeconds = this.now();
      this.note({ type: 'PodDeleted', pod: name, message: placeOf(record) });
    }
  }

  public result(): SimulatedJob {
    const { id, manifest } = this.job;
    const { type, reason = '', message = '' } = this.finalCondition();
    const start = this.start ?? this.end;
    return {
      id,
      name: manifest.metadata.name,
      namespace: this.namespace,
      outcome: type as SimulatedJob['outcome'],
      reason,
      message,
      startSeconds: start,
      endSeconds: this.end,
      durationSeconds: this.end - start,
      pods: [...this.pods.values()],
    };
  }

  /** Says why the Job has not ended, for an error message. */
  public standstill(): string {
    if (this.suspended) return 'it is suspended';
    const pods = [...this.pods.values()].filter(({ endSeconds }) => endSeconds === undefined);
    const pending = pods.filter(({ startSeconds }) => startSeconds === undefined);
    const running = pods.length - pending.length;
    const reasons = [...new Set(pending.flatMap(({ reason }) => reason ?? []))].join(', ');
    const why = reasons === '' ? '' : ` (${reasons})`;
    const ended = this.pods.size - pods.length;
    return `Pods pending: ${pending.length}${why}, running: ${running}, ended: ${ended}`;
  }

  private finalCondition() {
    const final = this.status.conditions?.find(
      ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
    );
    return final!;
  }

  private addPod(pod: LocalPod): Writable<SimulatedPod> {
    const { uid, name } = pod.metadata;
    const index = indexOf(pod);
    const attempt = (this.attempts.get(index) ?? 0) + 1;
    this.attempts.set(index, attempt);
    const record: Writable<SimulatedPod> = {
      name,
      ...(index !== undefined && { index }),
      attempt,
      createdSeconds: this.now(),
    };
    this.pods.set(uid, record);
    this.note({ type: 'PodCreated', pod: name, message: placeOf(record) });
    return record;
  }

  private countRuns({ metadata: { uid }, status: { containerStatuses = [] } }: LocalPod): void {
    for (const { name, restartCount, state, lastState } of containerStatuses) {
      const before = state?.running ? restartCount - 1 : restartCount;
      for (const [run, ended] of [
        [restartCount, state?.terminated],
        [before, lastState?.terminated],
      ] as const) {
        if (ended?.startedAt === undefined || ended.finishedAt === undefined) continue;
        const ms = toMilliseconds(ended.finishedAt) - toMilliseconds(ended.startedAt);
        this.runs.set(`${uid}/${name}/${run}`, Math.max(ms, 0) / 1000);
      }
    }
  }
}

function placeOf({ index, attempt }: Pick<SimulatedPod, 'index' | 'attempt'>): string {
  return index === undefined ? `attempt ${attempt}` : `index ${index}, attempt ${attempt}`;
}

/** Whether a container ran. One of a Pod that is killed while it is pending did not. */
function wasStarted({ status: { containerStatuses = [] } }: LocalPod): boolean {
  return containerStatuses.some(({ state }) => {
    const { startedAt, finishedAt } = state?.terminated ?? {};
    return startedAt === undefined || finishedAt === undefined || startedAt <= finishedAt;
  });
}

function endOf({ status }: LocalPod): Pick<SimulatedPod, 'exitCode' | 'reason'> {
  const ends = (status.containerStatuses ?? []).flatMap(({ state }) => state?.terminated ?? []);
  const end = ends.find(({ exitCode }) => exitCode !== 0) ?? ends[0];
  const disruption = status.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return { exitCode: end?.exitCode, reason: disruption?.reason ?? end?.reason };
}
