import { ClockOffset, clockOffset } from './clock-offset';
import type { FieldsSchedule, ParsedSchedule } from './cron';
import { MAX_YEARS_BETWEEN_RUNS, nextRunInZone } from './next-run-in-zone';
import { runsOn } from './next-runs';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOURS_PER_DAY = 24;

/** A time of a schedule. */
export interface ScheduledRun {
  /** What the clocks of the time zone show, as milliseconds since 1970 in UTC. */
  readonly wallClock: number;
  /** When it is, in milliseconds since 1970; undefined if the clocks skip it. */
  readonly time?: number;
  /**
   * What a change of the clocks does: `skipped`, there is no such time on that day, so no run
   * starts; `repeated`, there are two of them, so two runs start. Not set for a schedule of every
   * hour, whose runs keep their distance.
   */
  readonly clockChange?: 'skipped' | 'repeated';
}

/**
 * Yields the runs of a schedule after a moment, in their order, and the times that a change of the
 * clocks skips. It ends if there is no further run within five years.
 *
 * Source: robfig/cron v3.0.1, whose runs are the moments at which the wall clock matches the fields.
 * Runs that it misses after a change of the clocks are yielded as skipped.
 * @param timeZone a name of the tz database. A time zone in the schedule has precedence
 */
export function* scheduledRuns(
  schedule: ParsedSchedule,
  timeZone: string,
  after: number,
): Generator<ScheduledRun, void> {
  const prefix = schedule.kind === 'fields' ? schedule.timeZone : undefined;
  const offset = clockOffset(prefix ?? timeZone);
  let next = nextRunInZone(schedule, offset, after);
  const takeNext = (): ScheduledRun => {
    const time = next!;
    next = nextRunInZone(schedule, offset, time);
    return { wallClock: time + offset(time), time };
  };
  if (schedule.kind === 'every') for (;;) yield takeNext();
  const firstDay = Math.floor((after + offset(after)) / DAY_MS) * DAY_MS;
  let lastDay = lastDayAfter(firstDay);
  for (let day = firstDay; day <= lastDay; day += DAY_MS) {
    if (!runsOn(schedule, new Date(day))) continue;
    for (const run of runsOfDay(schedule, day, offset)) {
      const order = orderOf(run, offset(day - DAY_MS));
      if (order <= after) continue;
      while (next !== undefined && next < order) yield takeNext();
      if (run.time === undefined) {
        yield run;
      } else if (run.time === next) {
        lastDay = lastDayAfter(day);
        takeNext();
        yield run;
      } else {
        yield { wallClock: run.wallClock, clockChange: 'skipped' };
      }
    }
  }
}

/** Returns the runs between two moments that a change of the clocks skips or repeats. */
export function runsAtClockChanges(
  schedule: ParsedSchedule,
  timeZone: string,
  after: number,
  until: number,
): ScheduledRun[] {
  if (schedule.kind === 'every') return [];
  const offset = clockOffset(schedule.timeZone ?? timeZone);
  const runs: ScheduledRun[] = [];
  for (let day = Math.floor(after / DAY_MS) * DAY_MS; day <= until; day += DAY_MS) {
    if (!changesAround(day, offset) || !runsOn(schedule, new Date(day))) continue;
    runs.push(...runsOfDay(schedule, day, offset).filter(({ clockChange }) => clockChange));
  }
  return runs.filter((run) => orderOf(run, offset(after)) > after);
}

function lastDayAfter(day: number): number {
  return Date.UTC(new Date(day).getUTCFullYear() + MAX_YEARS_BETWEEN_RUNS, 11, 31);
}

/** Returns the runs of a day of the time zone, which is given as the wall clock at its midnight. */
function runsOfDay(schedule: FieldsSchedule, day: number, offset: ClockOffset): ScheduledRun[] {
  const { hour, minute } = schedule;
  const wallClocks = [...hour].flatMap((eachHour) =>
    [...minute].map((eachMinute) => day + (eachHour * 60 + eachMinute) * MINUTE_MS),
  );
  const [before, later] = offsetsAround(day, offset);
  if (before === later) {
    return wallClocks.map((wallClock) => ({ wallClock, time: wallClock - before }));
  }
  const isEveryHour = hour.size === HOURS_PER_DAY;
  return wallClocks
    .flatMap((wallClock) => runsAt(wallClock, [before, later], offset, isEveryHour))
    .sort((one, other) => orderOf(one, before) - orderOf(other, before));
}

/** Time zones are less than a day from UTC, so a day is between these two moments. */
function offsetsAround(day: number, offset: ClockOffset): readonly [before: number, later: number] {
  return [offset(day - DAY_MS), offset(day + 2 * DAY_MS)];
}

function changesAround(day: number, offset: ClockOffset): boolean {
  const [before, later] = offsetsAround(day, offset);
  return before !== later;
}

function runsAt(
  wallClock: number,
  offsets: readonly number[],
  offset: ClockOffset,
  isEveryHour: boolean,
): ScheduledRun[] {
  const times = offsets
    .map((each) => wallClock - each)
    .filter((time) => time + offset(time) === wallClock);
  if (times.length === 1) return [{ wallClock, time: times[0] }];
  if (isEveryHour) return times.map((time) => ({ wallClock, time }));
  return times.length === 0
    ? [{ wallClock, clockChange: 'skipped' }]
    : times.map((time) => ({ wallClock, time, clockChange: 'repeated' }));
}

/** A time that is skipped comes where it would be if the clocks had not changed. */
function orderOf({ wallClock, time }: ScheduledRun, offset: number): number {
  return time ?? wallClock - offset;
}
