import type { Concurrency, CronJobBounds, CronJobRun } from './cron-job-bounds';
import { explainJobSpec } from './explain-job';
import { parseSchedule } from '../kubernetes/cron';
import type { JsonObject } from '../kubernetes/json';
import type { CronJobManifest } from '../kubernetes/manifest';
import { runsAtClockChanges, ScheduledRun, scheduledRuns } from '../kubernetes/scheduled-runs';
import type { Struct } from '../kubernetes/schema/field';
import { withServerDefaults } from '../kubernetes/server/with-server-defaults';

const YEAR_MS = 366 * 86_400_000;
/** Runs from which the shortest interval is taken. */
const RUNS_COMPARED = 100;
const MAX_CLOCK_CHANGES = 10;

/**
 * Returns when a CronJob runs, whether its runs can meet, and the bounds of each Job.
 *
 * @param cronJob a CronJob that the API server accepts
 * @param from the moment after which the runs are listed, and from which `@every` counts
 * @param runs how many next runs to list
 * @throws RangeError if the schedule is invalid
 */
export function explainCronJob(cronJob: CronJobManifest, from: Date, runs = 5): CronJobBounds {
  const { spec } = withServerDefaults(cronJob as unknown as JsonObject) as {
    spec: Struct<'CronJobSpec'>;
  };
  const { schedule = '', timeZone, suspend = false, startingDeadlineSeconds } = spec;
  const parsed = parseSchedule(schedule);
  if (parsed.kind === 'error') throw new RangeError(`spec.schedule: ${parsed.message}`);
  const ownZone = (parsed.kind === 'fields' ? parsed.timeZone : undefined) ?? timeZone;
  const zone = ownZone ?? 'UTC';
  const start = from.getTime();
  const nextRuns = take(scheduledRuns(parsed, zone, start), Math.max(runs, RUNS_COMPARED));
  const changes = runsAtClockChanges(parsed, zone, start, start + YEAR_MS);
  const job = explainJobSpec(jobSpecOf(spec));
  return {
    suspended: suspend,
    schedule,
    timeZone: ownZone ?? null,
    nextRuns: nextRuns.slice(0, runs).map(runOf),
    clockChanges: changes.slice(0, MAX_CLOCK_CHANGES).map(runOf),
    startingDeadlineSeconds: startingDeadlineSeconds ?? null,
    concurrency: concurrencyOf(spec, [nextRuns, changes], job.time.latestEndSeconds),
    history: {
      succeeded: spec.successfulJobsHistoryLimit ?? 0,
      failed: spec.failedJobsHistoryLimit ?? 0,
    },
    job,
  };
}

/** The API server sets the defaults of a Job only when the CronJob controller creates it. */
function jobSpecOf({ jobTemplate }: Struct<'CronJobSpec'>): Struct<'JobSpec'> {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: {}, spec: jobTemplate?.spec ?? {} };
  const { spec } = withServerDefaults(job as JsonObject);
  return spec as Struct<'JobSpec'>;
}

function take<Value>(values: Iterable<Value>, count: number): Value[] {
  const taken: Value[] = [];
  for (const value of values) {
    if (taken.length >= count) break;
    taken.push(value);
  }
  return taken;
}

function runOf({ wallClock, time, clockChange }: ScheduledRun): CronJobRun {
  return {
    time: time === undefined ? null : `${new Date(time).toISOString().slice(0, -5)}Z`,
    wallClock: new Date(wallClock).toISOString().slice(0, -5),
    clockChange: clockChange ?? null,
  };
}

function concurrencyOf(
  { concurrencyPolicy = 'Allow' }: Struct<'CronJobSpec'>,
  runs: readonly (readonly ScheduledRun[])[],
  longestSeconds: number | null,
): Concurrency {
  const shortest = Math.min(...runs.map(shortestIntervalSeconds));
  const canOverlap = shortest < Infinity && (longestSeconds ?? Infinity) >= shortest;
  return {
    policy: concurrencyPolicy,
    shortestIntervalSeconds: shortest === Infinity ? null : shortest,
    canOverlap,
    mostActive:
      concurrencyPolicy !== 'Allow' || !canOverlap
        ? 1
        : longestSeconds === null
          ? null
          : Math.floor(longestSeconds / shortest) + 1,
  };
}

function shortestIntervalSeconds(runs: readonly ScheduledRun[]): number {
  const times = runs.flatMap(({ time }) => time ?? []);
  return Math.min(...times.slice(1).map((time, i) => time - times[i])) / 1000;
}
