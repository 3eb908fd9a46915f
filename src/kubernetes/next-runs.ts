import type { FieldsSchedule, ParsedSchedule } from './cron';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days of each month, with the 29 days of February in a leap year. */
const MAX_DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** robfig/cron looks no further than this from one run to the next. */
const MAX_YEARS_BETWEEN_RUNS = 5;

/**
 * Whether a schedule has no runs, e.g. the 30th of February or an empty list. The API server
 * accepts such a schedule.
 */
export function neverFires(schedule: ParsedSchedule): boolean {
  if (schedule.kind === 'every') return false;
  const { minute, hour, dayOfMonth, month, dayOfWeek, bothDays } = schedule;
  if (minute.size === 0 || hour.size === 0 || month.size === 0) return true;
  const firstDay = Math.min(...dayOfMonth);
  const hasDate = [...month].some((each) => firstDay <= MAX_DAYS_OF_MONTH[each - 1]);
  const hasWeekday = dayOfWeek.size > 0;
  return bothDays ? !(hasDate && hasWeekday) : !(hasDate || hasWeekday);
}

/**
 * Returns the next runs after a time, calculated in UTC whatever the time zone of the schedule. A
 * 29th of February is not found across the year 2100, as in robfig/cron.
 */
export function nextRuns(schedule: ParsedSchedule, after: Date, count: number): Date[] {
  const runs: Date[] = [];
  for (let last: Date | undefined = after; runs.length < count;) {
    last = nextRun(schedule, last);
    if (!last) break;
    runs.push(last);
  }
  return runs;
}

function nextRun(schedule: ParsedSchedule, after: Date): Date | undefined {
  const second = Math.floor(after.getTime() / 1000);
  if (schedule.kind === 'every') return validDate((second + schedule.seconds) * 1000);
  const { minute, hour } = schedule;
  const from = (second + 1) * 1000;
  const lastYear = new Date(from).getUTCFullYear() + MAX_YEARS_BETWEEN_RUNS;
  for (
    let day = Math.floor(from / DAY_MS) * DAY_MS;
    new Date(day).getUTCFullYear() <= lastYear;
    day += DAY_MS
  ) {
    if (!runsOn(schedule, new Date(day))) continue;
    for (const eachHour of hour) {
      for (const eachMinute of minute) {
        const time = day + (eachHour * 60 + eachMinute) * MINUTE_MS;
        if (time >= from) return validDate(time);
      }
    }
  }
  return undefined;
}

/** Whether a schedule has runs on a day, which is given as its midnight in UTC. */
export function runsOn(
  { dayOfMonth, month, dayOfWeek, bothDays }: FieldsSchedule,
  day: Date,
): boolean {
  if (!month.has(day.getUTCMonth() + 1)) return false;
  const date = dayOfMonth.has(day.getUTCDate());
  const weekday = dayOfWeek.has(day.getUTCDay());
  return bothDays ? date && weekday : date || weekday;
}

/** Returns undefined after the year 275760, the last that a Date can hold. */
function validDate(time: number): Date | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
