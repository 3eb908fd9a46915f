import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** A duration as kubectl takes it (`90s`, `5m`, `1h30m`), in seconds. */
export function durationSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)];
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * SECONDS[unit], 0);
  if (parts.map(([whole]) => whole).join('') !== text || seconds <= 0) {
    throw new InvalidArgumentError('A duration is a number with a unit, such as 90s, 5m or 1h30m.');
  }
  return seconds;
}
