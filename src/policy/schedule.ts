import { parseTimeOfDay } from './time-of-day';

/** A day of the week, abbreviated as in cron. */
export type Weekday = 'Sun' | 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat';

/**
 * The cron schedule of a `ScheduledJob`, in its `timeZone`. When clocks are set forward, a run at a
 * time that does not exist is skipped; when they are set back, a run at a time that occurs twice
 * starts twice.
 */
export class Schedule {
  /**
   * Creates a schedule from a cron expression of Kubernetes: minute, hour, day of the month, month,
   * day of the week (`30 6 * * 1-5`), or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. It
   * is validated at synth.
   */
  public static cron(expression: string): Schedule {
    return new Schedule(expression);
  }

  /**
   * Runs every given number of minutes, starting at the full hour.
   * @param minutes a divisor of 60, so that all intervals are equal
   * @throws RangeError if `minutes` is not a divisor of 60
   */
  public static everyMinutes(minutes: number): Schedule {
    return new Schedule(
      minutes === 60 ? '0 * * * *' : `*/${divisor(minutes, 60, 'minutes')} * * * *`,
    );
  }

  /**
   * Runs every given number of hours, starting at midnight.
   * @param hours a divisor of 24, so that all intervals are equal
   * @param minute of the hour, 0 to 59
   * @throws RangeError if `hours` is not a divisor of 24, or `minute` is out of range
   */
  public static everyHours(hours: number, minute = 0): Schedule {
    const atMinute = whole(minute, 0, 59, 'minute');
    if (hours === 24) return new Schedule(`${atMinute} 0 * * *`);
    if (hours === 1) return new Schedule(`${atMinute} * * * *`);
    return new Schedule(`${atMinute} */${divisor(hours, 24, 'hours')} * * *`);
  }

  /**
   * Runs every day.
   * @param at time of day, such as `'03:30'`
   * @throws RangeError if `at` is not a time of day
   */
  public static daily(at: string): Schedule {
    return new Schedule(`${parseTimeOfDay(at)} * * *`);
  }

  /**
   * Runs on given days of the week.
   * @param days such as `['Mon', 'Thu']`, or `'Mon-Fri'`
   * @param at time of day, such as `'03:30'`
   * @throws RangeError if `days` is empty, or `at` is not a time of day
   */
  public static weekly(
    days: Weekday | readonly Weekday[] | `${Weekday}-${Weekday}`,
    at: string,
  ): Schedule {
    const list = typeof days === 'string' ? days : days.join(',');
    if (list === '') {
      throw new RangeError('days must not be empty; give at least one, such as Mon');
    }
    return new Schedule(`${parseTimeOfDay(at)} * * ${list.toUpperCase()}`);
  }

  /**
   * Runs on a day of each month.
   * @param day 1 to 31; shorter months are skipped
   * @param at time of day, such as `'03:30'`
   * @throws RangeError if `day` is out of range, or `at` is not a time of day
   */
  public static monthly(day: number, at: string): Schedule {
    return new Schedule(`${parseTimeOfDay(at)} ${whole(day, 1, 31, 'day')} * *`);
  }

  private constructor(
    /** The cron expression in the manifest. `Cron` of cdk8s has a property of the same name. */
    public readonly expressionString: string,
  ) {}
}

function divisor(value: number, of: number, unit: string): number {
  if (Number.isInteger(value) && value > 0 && of % value === 0) return value;
  throw new RangeError(
    `${unit} must be a divisor of ${of}, so that all intervals are equal; ` +
      `got ${value}; use Schedule.cron for other intervals`,
  );
}

function whole(value: number, min: number, max: number, what: string): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${what} must be a whole number from ${min} to ${max}; got ${value}`);
}
