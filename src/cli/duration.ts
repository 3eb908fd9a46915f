import { InvalidArgumentError } from 'commander';
import { DURATION_FORMAT, parseDuration } from '../kubernetes/duration';

/** Parses the duration that an option has, such as `90s`, `5m` or `1h30m`, to seconds. */
export function durationSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    const format = `${DURATION_FORMAT[0].toUpperCase()}${DURATION_FORMAT.slice(1)}`;
    throw new InvalidArgumentError(`${format}.`);
  }
  return seconds;
}
