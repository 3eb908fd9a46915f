import type { Timetable } from './timetable';
import type { LocalCronJob } from '../../objects';
import { toMilliseconds } from '../../timestamps';

/** More missed runs than this are reported: the clock may be wrong. */
export const MANY_MISSED_RUNS = 100;
/** How long after a run the controller looks, since clocks of different machines differ. */
const PADDING_MS = 100;

/** Which run of a CronJob is to start, in milliseconds since 1970. */
export interface DueRun {
  /** Only the latest of several missed runs starts. @default none is due */
  readonly time?: number;
  /** How many runs were missed, by an estimate; so `time` can be missing although some were. */
  readonly missed: number;
  /** Whether the schedule has fewer than two runs ahead, so that the controller gives up. */
  readonly isInvalid: boolean;
}

/**
 * Returns the run that is due. Runs that are older than `startingDeadlineSeconds` are not, so a run
 * that is due is never later than its deadline.
 *
 * @param now milliseconds since 1970
 */
export function dueRun(timetable: Timetable, cronJob: LocalCronJob, now: number): DueRun {
  const { startingDeadlineSeconds: deadline } = cronJob.spec;
  const since = lastRun(cronJob);
  return runSince(
    timetable,
    deadline === undefined ? since : Math.max(since, now - deadline * 1000),
    now,
  );
}

/**
 * Returns when the controller looks at a CronJob again: shortly after its next run. The starting
 * deadline does not matter to it.
 */
export function nextLook(timetable: Timetable, cronJob: LocalCronJob, now: number): number {
  const since = lastRun(cronJob);
  const { time, isInvalid, missed } = runSince(timetable, since, now);
  const from = time ?? (isInvalid || missed > 0 ? now : since);
  const next = timetable.next(from);
  return next === undefined ? now : next + PADDING_MS;
}

function lastRun({ metadata, status }: LocalCronJob): number {
  return toMilliseconds(status.lastScheduleTime ?? metadata.creationTimestamp);
}

/**
 * How many runs were missed is an estimate: the first two runs are taken for the distance of all.
 */
function runSince(timetable: Timetable, since: number, now: number): DueRun {
  const first = timetable.next(since);
  if (first === undefined) return { missed: 0, isInvalid: true };
  if (now < first) return NOT_DUE;
  const second = timetable.next(first);
  if (second === undefined) return { missed: 0, isInvalid: true };
  if (now < second) return { ...NOT_DUE, time: first };
  const distance = second - first;
  const missed = Math.floor((now - first) / distance) + 1;
  // One distance earlier: a schedule whose runs have different distances must not skip any.
  const time = timetable.last(first + (missed - 2) * distance, now);
  return { time, missed, isInvalid: false };
}

const NOT_DUE: DueRun = { missed: 0, isInvalid: false };
