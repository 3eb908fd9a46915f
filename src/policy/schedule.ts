import { parseTimeOfDay } from './time-of-day';

/** A day of the week, as cron calls it. */
export type Weekday = 'Sun' | 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat';

/**
 * When a `ScheduledJob` runs, in five fields of cron. Times are of the `timeZone` of the Job; where clocks are set forward, a time that
 * does not exist is left out, and where they are set back, one that comes twice runs twice.
 */
export class Schedule {
  /**
   * Any schedule in the grammar of Kubernetes: minute, hour, day of the month, month, day of the week (`30 6 * * 1-5`), or `@hourly`,
   * `@daily`, `@weekly`, `@monthly`, `@yearly`. It is checked at synth.
   */
  public static cron(expression: string): Schedule {
    return new Schedule(expression);
  }

  /**
   * Every so many minutes, counted from the full hour.
   * @param minutes a divisor of 60, so that the distance is always the same
   * @throws RangeError
   */
  public static everyMinutes(minutes: number): Schedule {
    return new Schedule(
      minutes === 60 ? '0 * * * *' : `*/${divisor(minutes, 60, 'minutes')} * * * *`,
    );
  }

  /**
   * Every so many hours, counted from midnight.
   * @param hours a divisor of 24, so that the distance is always the same
   * @param minute of the hour. @default 0
   * @throws RangeError
   */
  public static everyHours(hours: number, minute = 0): Schedule {
    return new Schedule(
      `${whole(minute, 0, 59, 'minute')} ${hours === 24 ? '0' : hours === 1 ? '*' : `*/${divisor(hours, 24, 'hours')}`} * * *`,
    );
  }

  /**
   * Every day.
   * @param at such as `'03:30'`
   * @throws RangeError
   */
  public static daily(at: string): Schedule {
    return new Schedule(`${parseTimeOfDay(at)} * * *`);
  }

  /**
   * On certain days of the week.
   * @param days such as `['Mon', 'Thu']`, or `'Mon-Fri'`
   * @param at such as `'03:30'`
   * @throws RangeError
   */
  public static weekly(
    days: Weekday | readonly Weekday[] | `${Weekday}-${Weekday}`,
    at: string,
  ): Schedule {
    const list = typeof days === 'string' ? days : days.join(',');
    if (list === '') {
      throw new RangeError('no day of the week is given; give one at least, such as Mon');
    }
    return new Schedule(`${parseTimeOfDay(at)} * * ${list.toUpperCase()}`);
  }

  /**
   * On a day of each month.
   * @param day 1 to 31; months that do not have it are left out
   * @param at such as `'03:30'`
   * @throws RangeError
   */
  public static monthly(day: number, at: string): Schedule {
    return new Schedule(`${parseTimeOfDay(at)} ${whole(day, 1, 31, 'day')} * *`);
  }

  private constructor(
    /** As it stands in a manifest; the same name as on `Cron` of cdk8s. */
    public readonly expressionString: string,
  ) {}
}

function divisor(value: number, of: number, unit: string): number {
  if (Number.isInteger(value) && value > 0 && of % value === 0) return value;
  throw new RangeError(
    `${value} ${unit} do not divide ${of}, so the last distance before ${of} would be shorter; give a divisor of ${of}, or use Schedule.cron`,
  );
}

function whole(value: number, least: number, most: number, what: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${value} is no ${what}; give a whole number from ${least} to ${most}`);
}
