import type { TrackedJob } from './tracked-job';
import { formatDuration } from '../../kubernetes/duration';
import { annotatedTimeoutSeconds } from '../core/timeout-annotation';
import type { Clock } from '../runtime/clock';
import { isSuspendedOrQueued } from '../verdict/job-state';
import type { Verdict } from '../verdict/outcome';

/**
 * How long each Job is waited for, in seconds. A Job that exceeds a limit is no longer waited
 * for; the others are.
 */
export interface Limits {
  /**
   * Until the Job ends. The annotation `cdk8s-jobs/timeout` of a Job, such as `1h30m`, takes
   * precedence over it.
   * @default - no limit
   */
  readonly jobTimeoutSeconds?: number;
  /**
   * Until one of the Job's Pods runs. Does not count while the Job is suspended, is queued or has
   * a parallelism of 0.
   * @default - no limit
   */
  readonly startTimeoutSeconds?: number;
  /**
   * Without progress: no Pod is created, runs or ends, no line is logged, and no counter of the
   * Job changes. Does not count while the Job is suspended, is queued or has a parallelism of 0.
   * @default - no limit
   */
  readonly progressTimeoutSeconds?: number;
}

/** A Job that has exceeded a limit. */
export interface ExceededLimit {
  readonly job: TrackedJob;
  readonly verdict: Verdict;
}

const CHECK_INTERVAL_MS = 1_000;

/** How long a Job has been waited for. */
interface Waited {
  totalMs: number;
  toStartMs: number;
  idleMs: number;
  /** The number of changes of the Job and lines of its logs when it was last checked. */
  changes: number;
}

/** Yields the Jobs that exceed a limit, until none is left or the signal aborts. */
export async function* watchLimits(
  clock: Clock,
  jobs: readonly TrackedJob[],
  limits: Limits,
  signal: AbortSignal,
): AsyncGenerator<ExceededLimit> {
  const { startTimeoutSeconds, progressTimeoutSeconds } = limits;
  const all = startTimeoutSeconds !== undefined || progressTimeoutSeconds !== undefined;
  let waiting = jobs
    .filter((job) => all || jobTimeoutSeconds(job, limits) !== undefined)
    .map((job): [TrackedJob, Waited] => [job, { totalMs: 0, toStartMs: 0, idleMs: 0, changes: 0 }]);
  for (let before = clock.now(); waiting.length > 0;) {
    await clock.sleep(CHECK_INTERVAL_MS, signal);
    const passedMs = clock.now() - before;
    before += passedMs;
    waiting = waiting.filter(([job]) => job.verdict === undefined);
    for (const [job, waited] of waiting) {
      addTime(job, waited, passedMs);
      const verdict = exceededLimit(job, waited, limits);
      if (verdict !== undefined) yield { job, verdict };
    }
  }
}

function addTime(job: TrackedJob, waited: Waited, passedMs: number): void {
  const held = isSuspendedOrQueued(job.live);
  const started = job.activity.started || job.pods.seen.running > 0;
  const changes = job.activity.changes + job.tails.lineCount;
  waited.totalMs += passedMs;
  waited.toStartMs = held || started ? 0 : waited.toStartMs + passedMs;
  if (changes !== waited.changes) waited.idleMs = 0;
  else if (!held) waited.idleMs += passedMs;
  waited.changes = changes;
}

function exceededLimit(job: TrackedJob, waited: Waited, limits: Limits): Verdict | undefined {
  const { startTimeoutSeconds: start, progressTimeoutSeconds: progress } = limits;
  const total = jobTimeoutSeconds(job, limits);
  if (exceeds(waited.totalMs, total)) {
    return timedOut('JobTimeout', `did not finish within ${formatDuration(total)}`);
  }
  if (exceeds(waited.toStartMs, start)) {
    return timedOut('StartTimeout', `none of its Pods started within ${formatDuration(start)}`);
  }
  if (exceeds(waited.idleMs, progress)) {
    return timedOut('ProgressTimeout', `no progress for ${formatDuration(progress)}`);
  }
  return undefined;
}

function exceeds(waitedMs: number, limitSeconds: number | undefined): limitSeconds is number {
  return limitSeconds !== undefined && waitedMs >= limitSeconds * 1000;
}

function timedOut(reason: string, message: string): Verdict {
  return { outcome: 'timed-out', reason, message };
}

function jobTimeoutSeconds({ live }: TrackedJob, limits: Limits): number | undefined {
  return annotatedTimeoutSeconds(live.metadata.annotations) ?? limits.jobTimeoutSeconds;
}
