import { clockOffset } from '../../../kubernetes/clock-offset';
import { parseSchedule, ScheduleError } from '../../../kubernetes/cron';
import { nextRunInZone } from '../../../kubernetes/next-run-in-zone';
import type { CronJobSpec } from '../../objects';

/** The runs of a CronJob. Times are milliseconds since 1970. */
export interface Timetable {
  readonly kind: 'timetable';
  /** Returns the first run after a time; undefined if it is not within five years. */
  next(after: number): number | undefined;
  /** Returns the last run that is later than `after` and not later than `until`. */
  last(after: number, until: number): number | undefined;
}

/** Returns the timetable of a CronJob. The time zone of a `TZ=` prefix has precedence. */
export function timetableOf(spec: CronJobSpec): Timetable | ScheduleError {
  const schedule = parseSchedule(spec.schedule);
  if (schedule.kind === 'error') return schedule;
  const prefix = schedule.kind === 'fields' ? schedule.timeZone : undefined;
  const offset = clockOffset(prefix ?? spec.timeZone ?? 'UTC');
  const next = (after: number) => nextRunInZone(schedule, offset, after);
  const last = (after: number, until: number) => {
    let found: number | undefined;
    for (let time = next(after); time !== undefined && time <= until; time = next(time)) {
      found = time;
    }
    return found;
  };
  return { kind: 'timetable', next, last };
}
