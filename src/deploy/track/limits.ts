import type { TrackedJob } from './tracked-job';
import { DURATION_FORMAT, formatDuration, parseDuration } from '../../kubernetes/duration';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { TIMEOUT_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { Problem } from '../../manifests/problem';
import { sourceOf } from '../../manifests/source';
import type { Clock } from '../runtime/clock';
import type { Verdict } from '../verdict/outcome';

/** How long each Job is waited for, in seconds. One whose time is up is waited for no more; the others are. */
export interface Limits {
  /** Until it ends. The annotation `cdk8s-jobs/timeout` of a Job, such as `1h30m`, goes before it. @default no limit */
  readonly jobTimeoutSeconds?: number;
  /** Until one of its Pods runs; while a Job is suspended, queued or has a parallelism of 0, this has not begun. @default no limit */
  readonly startTimeoutSeconds?: number;
  /** While nothing changes: no Pod comes, runs or ends, no line is logged, no counter of the Job moves; stands still while it is held back. @default no limit */
  readonly progressTimeoutSeconds?: number;
}

/** How often it is looked whether a limit is up, in milliseconds. */
const CHECK_INTERVAL_MS = 1_000;

/** Of one Job, in milliseconds. */
interface Waited {
  total: number;
  toStart: number;
  idle: number;
  progress: number;
}

/** Looks, until it is stopped, whether the time of a Job is up. */
export async function watchLimits(
  clock: Clock,
  jobs: readonly TrackedJob[],
  limits: Limits,
  signal: AbortSignal,
  timedOut: (job: TrackedJob, verdict: Verdict) => void,
): Promise<void> {
  const limited =
    limits.startTimeoutSeconds !== undefined || limits.progressTimeoutSeconds !== undefined;
  let waiting = jobs
    .filter((job) => limited || jobTimeout(job, limits) !== undefined)
    .map((job): [TrackedJob, Waited] => [job, { total: 0, toStart: 0, idle: 0, progress: 0 }]);
  for (let before = clock.now(); waiting.length > 0;) {
    await clock.sleep(CHECK_INTERVAL_MS, signal);
    const passed = clock.now() - before;
    before += passed;
    waiting = waiting.filter(([job]) => job.verdict === undefined);
    for (const [job, waited] of waiting) {
      pass(job, waited, passed);
      const verdict = limitUp(job, waited, limits);
      if (verdict !== undefined) timedOut(job, verdict);
    }
  }
}

function pass(job: TrackedJob, waited: Waited, passed: number): void {
  waited.total += passed;
  waited.toStart = job.heldBack || job.started ? 0 : waited.toStart + passed;
  if (job.progress !== waited.progress) waited.idle = 0;
  else if (!job.heldBack) waited.idle += passed;
  waited.progress = job.progress;
}

function limitUp(
  job: TrackedJob,
  { total, toStart, idle }: Waited,
  limits: Limits,
): Verdict | undefined {
  const own = jobTimeout(job, limits);
  return (
    up(total, own, 'JobTimeout', (time) => `it had not ended within ${time}, its limit`) ??
    up(
      toStart,
      limits.startTimeoutSeconds,
      'StartTimeout',
      (time) => `none of its Pods ran within ${time}`,
    ) ??
    up(
      idle,
      limits.progressTimeoutSeconds,
      'ProgressTimeout',
      (time) => `nothing about it has changed for ${time}`,
    )
  );
}

function up(
  waited: number,
  limit: number | undefined,
  reason: string,
  message: (time: string) => string,
): Verdict | undefined {
  return limit !== undefined && waited >= limit * 1000
    ? { outcome: 'timed-out', reason, message: message(formatDuration(limit)) }
    : undefined;
}

function jobTimeout(job: TrackedJob, { jobTimeoutSeconds }: Limits): number | undefined {
  return job.timeoutSeconds ?? jobTimeoutSeconds;
}

/** What is wrong with the limits that Jobs have themselves. */
export function limitProblems(manifests: readonly Manifest[]): Problem[] {
  return manifests.filter(isJobManifest).flatMap((manifest) => {
    const { name, annotations } = manifest.metadata;
    const text = annotations?.[TIMEOUT_ANNOTATION];
    if (text === undefined || parseDuration(text) !== undefined) return [];
    return [
      {
        source: sourceOf(manifest),
        message: `Job ${name}: its annotation ${TIMEOUT_ANNOTATION} is ${JSON.stringify(text)}, but ${DURATION_FORMAT}`,
      },
    ];
  });
}
