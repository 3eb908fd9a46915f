/** Returns how far the clocks of a time zone are ahead of UTC at a moment, in milliseconds. */
export type ClockOffset = (time: number) => number;

const DAY_MS = 86_400_000;

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
  const format = formatOf(timeZone);
  const known = new Map<number, number>(); // formatting is slow
  const knownAt = (time: number) => {
    let offset = known.get(time);
    if (offset === undefined) known.set(time, (offset = offsetAt(time, format)));
    return offset;
  };
  return (time) => {
    // No time zone changes its clocks and changes them back within a day.
    const day = Math.floor(time / DAY_MS) * DAY_MS;
    const offset = knownAt(day);
    return time === day || offset === knownAt(day + DAY_MS) ? offset : offsetAt(time, format);
  };
}

const formats = new Map<string, Intl.DateTimeFormat>(); // creating one takes longer than using it

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    formats.set(timeZone, (format = new Intl.DateTimeFormat('en', { ...FORMAT, timeZone })));
  }
  return format;
}

function offsetAt(time: number, format: Intl.DateTimeFormat): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time)) fields[type] = Number(value);
  const { year, month, day, hour, minute, second } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}
