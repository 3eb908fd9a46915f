/**
 * Converts a time of day such as `03:30` to the first two fields of a cron expression, `30 3`.
 * @throws RangeError if the string is not a time of day
 */
export function parseTimeOfDay(text: string): string {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined) {
    throw new RangeError(
      `the time of day must be from 00:00 to 23:59; got ${JSON.stringify(text)}`,
    );
  }
  return `${Number(minute)} ${Number(hour)}`;
}
