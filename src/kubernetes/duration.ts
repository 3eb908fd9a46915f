const UNIT_SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Explains the syntax of a duration, for error messages. */
export const DURATION_FORMAT = 'a duration is a number with a unit, such as 90s, 5m or 1h30m';

/**
 * Parses a duration as kubectl accepts it, e.g. `1h30m`.
 *
 * @returns seconds, or undefined if the string is not a duration or the duration is zero
 */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)];
  const seconds = parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * UNIT_SECONDS[unit],
    0,
  );
  return parts.map(([whole]) => whole).join('') === text && seconds > 0 ? seconds : undefined;
}

/**
 * Formats seconds as `parseDuration` reads them, in its shortest form and to the millisecond:
 * `1h2m3s`.
 */
export function formatDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const rest = (milliseconds % 60_000) / 1000;
  const parts = [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    rest > 0 ? `${rest}s` : '',
  ];
  return parts.join('') || '0s';
}
