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
  return (time) => {
    const fields = Object.fromEntries(
      format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = fields;
    const wallClock = Date.UTC(year, month - 1, day, hour, minute, second);
    return wallClock - Math.floor(time / 1000) * 1000;
  };
}
