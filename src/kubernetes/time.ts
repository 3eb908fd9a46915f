const DATE = '(\\d{4})-(\\d\\d)-(\\d\\d)';
const TIME_OF_DAY = '(\\d|[01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:[.,]\\d+)?';
const OFFSET = '(?:Z|([+-])([01]\\d|2[0-4]):([0-5]\\d|60))';
const TIME = new RegExp(`^${DATE}T${TIME_OF_DAY}${OFFSET}$`);
/** 0001-01-01T00:00:00Z, the zero value of a time in Go. */
const ZERO_TIME_SECONDS = -62_135_596_800;

/**
 * Parses a time as Kubernetes does: RFC 3339, and what Go accepts beyond it, e.g. an hour of one
 * digit or an offset of 24 hours. Fractions of a second are dropped, as Kubernetes does.
 *
 * @returns seconds since 1970, or undefined if the string is not a time
 */
export function parseTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the year 10 as 1910
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const [sign, hours, minutes] = match.slice(7);
  const offset =
    sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
}

/**
 * Formats a time in UTC as Go does, also after the year 9999, or returns null for the zero value.
 */
export function formatTime(seconds: number): string | null {
  if (seconds === ZERO_TIME_SECONDS) return null;
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  const sign = year < 0 ? '-' : '';
  return `${sign}${String(Math.abs(year)).padStart(4, '0')}${date.toISOString().slice(-20, -5)}Z`;
}
