const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** What to say of a text that is none. */
export const DURATION_FORMAT = 'a duration is a number with a unit, such as 90s, 5m or 1h30m';

/** A duration as kubectl takes it, in seconds; undefined if the text is none, or no time at all. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)];
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * SECONDS[unit], 0);
  return parts.map(([whole]) => whole).join('') === text && seconds > 0 ? seconds : undefined;
}

/** The same as text, as short as it goes. */
export function formatDuration(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    Number((seconds % 60).toFixed(3)),
  ];
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`;
}
