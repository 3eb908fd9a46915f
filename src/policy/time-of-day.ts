/**
 * Reads `03:30` as the first two fields of a cron schedule, `30 3`.
 * @throws RangeError if it is no time of a day
 */
export function parseTimeOfDay(text: string): string {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined) {
    throw new RangeError(
      `${JSON.stringify(text)} is no time of a day; write one from 00:00 to 23:59`,
    );
  }
  return `${Number(minute)} ${Number(hour)}`;
}
