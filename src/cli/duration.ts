import { InvalidArgumentError } from 'commander';
import { DURATION_FORMAT, parseDuration } from '../kubernetes/duration';

/** A duration as kubectl takes it (`90s`, `5m`, `1h30m`), in seconds. */
export function durationSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    throw new InvalidArgumentError(
      `${DURATION_FORMAT[0].toUpperCase()}${DURATION_FORMAT.slice(1)}.`,
    );
  }
  return seconds;
}
