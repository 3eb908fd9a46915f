import type { ClockOffset } from './clock-offset';
import type { FieldsSchedule, ParsedSchedule } from './cron';
import { neverFires, runsOn } from './next-runs';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** robfig/cron looks no further than the end of this year after the year of the last run. */
export const MAX_YEARS_BETWEEN_RUNS = 5;

/**
 * Returns the first run of a schedule after a moment, as robfig/cron v3.0.1 finds it; undefined if
 * it is not within five years. Times are milliseconds since 1970.
 *
 * It goes forward from field to field, by the calendar for months and days and by elapsed time for
 * hours and minutes. So where clocks change at midnight or by half an hour it misses runs, or finds
 * one at a time that does not match the fields.
 */
export function nextRunInZone(
  schedule: ParsedSchedule,
  offset: ClockOffset,
  after: number,
): number | undefined {
  const second = Math.floor(after / SECOND_MS) * SECOND_MS;
  if (schedule.kind === 'every') return second + schedule.seconds * SECOND_MS;
  return neverFires(schedule) ? undefined : new Search(schedule, offset, second).find();
}

class Search {
  private time: number;
  /** What the clocks show at `time`, as if it were in UTC. */
  private wall!: Date;
  /** Whether the start has been rounded down, which happens once. */
  private isRounded = false;

  /** @param after a whole second */
  public constructor(
    private readonly schedule: FieldsSchedule,
    private readonly offset: ClockOffset,
    after: number,
  ) {
    this.time = after;
    this.moveTo(after + SECOND_MS);
  }

  public find(): number | undefined {
    const lastYear = this.wall.getUTCFullYear() + MAX_YEARS_BETWEEN_RUNS;
    while (this.wall.getUTCFullYear() <= lastYear) {
      if (this.findMonth() && this.findDay() && this.findHour() && this.findMinute()) {
        if (this.wall.getUTCSeconds() === 0) return this.time;
        this.isRounded = true;
        this.moveTo(this.time + MINUTE_MS - this.wall.getUTCSeconds() * SECOND_MS);
      }
    }
    return undefined;
  }

  /** Each of these returns false when it has reached the next larger unit. */
  private findMonth(): boolean {
    while (!this.schedule.month.has(this.wall.getUTCMonth() + 1)) {
      this.round((wall) => Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1));
      const next = new Date(this.wall);
      this.moveToWall(next.setUTCMonth(next.getUTCMonth() + 1));
      if (this.wall.getUTCMonth() === 0) return false;
    }
    return true;
  }

  private findDay(): boolean {
    while (!runsOn(this.schedule, this.wall)) {
      this.round((wall) => Math.floor(wall.getTime() / DAY_MS) * DAY_MS);
      this.moveToWall(this.wall.getTime() + DAY_MS);
      const hour = this.wall.getUTCHours(); // not 0 if the clocks skip midnight
      if (hour !== 0) this.moveTo(this.time + (hour > 12 ? 24 - hour : -hour) * HOUR_MS);
      if (this.wall.getUTCDate() === 1) return false;
    }
    return true;
  }

  private findHour(): boolean {
    while (!this.schedule.hour.has(this.wall.getUTCHours())) {
      this.round((wall) => Math.floor(wall.getTime() / HOUR_MS) * HOUR_MS);
      this.moveTo(this.time + HOUR_MS);
      if (this.wall.getUTCHours() === 0) return false;
    }
    return true;
  }

  private findMinute(): boolean {
    while (!this.schedule.minute.has(this.wall.getUTCMinutes())) {
      if (!this.isRounded) this.time = Math.floor(this.time / MINUTE_MS) * MINUTE_MS;
      this.isRounded = true;
      this.moveTo(this.time + MINUTE_MS);
      if (this.wall.getUTCMinutes() === 0) return false;
    }
    return true;
  }

  private round(down: (wall: Date) => number): void {
    if (this.isRounded) return;
    this.isRounded = true;
    this.moveToWall(down(this.wall));
  }

  private moveTo(time: number): void {
    this.time = time;
    this.wall = new Date(time + this.offset(time));
  }

  /** A time that the clocks skip or repeat is the one that Go takes it for. */
  private moveToWall(wall: number): void {
    const near = wall - this.offset(wall);
    this.moveTo(wall - this.offset(near));
  }
}
