const TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(\d|[01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:[.,]\d+)?(?:Z|([+-])([01]\d|2[0-4]):([0-5]\d|60))$/;
/** 0001-01-01T00:00:00Z, which Go takes for no time at all. */
const NO_TIME = -62_135_596_800;

/**
 * The seconds from 1970 to a time as Kubernetes reads it, or undefined if it is none: RFC 3339, and what Go takes for it,
 * such as an hour of one digit or an offset of 24 hours. Parts of a second are left out, since they are not kept.
 */
export function parseTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // not Date.UTC, to which the year 10 is 1910
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const [sign, hours, minutes] = match.slice(7);
  const offset =
    sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
}

/** The time in Greenwich as Go writes it, which has years beyond 9999, or null for the zero of Go. */
export function formatTime(seconds: number): string | null {
  if (seconds === NO_TIME) return null;
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}${date.toISOString().slice(-20, -5)}Z`;
}
