import { formatTime } from '../kubernetes/time';

let last = { second: 0, text: formatTime(0)! };

/** Returns a moment as the API server stores it: in whole seconds. */
export function formatSeconds(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  // Hundreds of objects change at the same virtual time, so the last result is often right.
  if (second !== last.second) last = { second, text: formatTime(second)! };
  return last.text;
}

/**
 * Returns the moment of a time that the API server stored, in milliseconds since 1970. The server
 * has written it in UTC, so a parser of all that Kubernetes accepts is not needed.
 */
export function toMilliseconds(time: string): number {
  return Date.parse(time);
}
