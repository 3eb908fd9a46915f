/** Returns how far the clocks of a time zone are ahead of UTC at a moment, in milliseconds. */
export type ClockOffset = (time: number) => number;

/** Fields that Intl formats; a calendar or digits of a locale must not change them. */
const FORMAT = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/**
 * Returns the clock of a time zone of the tz database. The data are those of the ICU in Node.js,
 * which may be older or newer than those of the cluster.
 *
 * @param timeZone a name that the API server accepts, or `Local`, for which UTC is assumed
 */
export function clockOffset(timeZone: string): ClockOffset {
  if (['', 'Local', 'UTC', 'Factory'].includes(timeZone)) return () => 0;
  const format = new Intl.DateTimeFormat('en', { ...FORMAT, timeZone });
  const known = new Map<number, number>(); // formatting is slow, and days share their midnights
  return (time) => {
    let offset = known.get(time);
    if (offset === undefined) known.set(time, (offset = offsetAt(time, format)));
    return offset;
  };
}

function offsetAt(time: number, format: Intl.DateTimeFormat): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time)) fields[type] = Number(value);
  const { year, month, day, hour, minute, second } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}
