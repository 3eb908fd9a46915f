import { nextLook } from './due-run';
import { trimHistory } from './history';
import { FindJob, observeJobs } from './observe-jobs';
import { startRun } from './start-run';
import { timetableOf } from './timetable';
import type { CronJobWrite } from './write';
import type { LocalCronJob, LocalJob } from '../../objects';

/** What the CronJob controller does about a CronJob at a moment. */
export interface CronJobTurn {
  /** In their order. */
  readonly writes: readonly CronJobWrite[];
  /**
   * When the controller looks again even if nothing changes, in milliseconds since 1970.
   *
   * @default only when something changes: the CronJob is suspended or has no runs
   */
  readonly lookAgainAt?: number;
}

/**
 * The CronJob controller: deletes Jobs beyond the history limits, brings the status up to date and
 * starts the Job of the run that is due. It is a function of its arguments.
 *
 * Source of the rules: the CronJob controller of Kubernetes 1.35. The suite `agreement` compares
 * the two.
 *
 * @param jobs the Jobs of the namespace that a CronJob of this name controls
 * @param now milliseconds since 1970
 */
export function syncCronJob(
  cronJob: LocalCronJob,
  jobs: readonly LocalJob[],
  findJob: FindJob,
  now: number,
): CronJobTurn {
  const trimmed = trimHistory(cronJob, jobs);
  const observed = observeJobs({ ...cronJob, status: trimmed.status }, jobs, findJob);
  const start = startRun({ ...cronJob, status: observed.status }, findJob, now);
  const { status, lookAgainAt } = start;
  const writes = [...trimmed.writes, ...observed.writes, ...start.writes];
  return {
    writes: status === cronJob.status ? writes : [...writes, { type: 'updateStatus', status }],
    lookAgainAt,
  };
}

/**
 * Returns when the controller looks at a CronJob that has been changed. After a change of schedule
 * or time zone that is its next run: other changes of the same update wait for it too.
 *
 * @param now milliseconds since 1970
 */
export function lookAfterUpdate(old: LocalCronJob, cronJob: LocalCronJob, now: number): number {
  const { schedule, timeZone } = cronJob.spec;
  if (old.spec.schedule === schedule && old.spec.timeZone === timeZone) return now;
  const timetable = timetableOf(cronJob.spec);
  return timetable.kind === 'error' ? now : nextLook(timetable, cronJob, now);
}
