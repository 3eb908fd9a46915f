import { formatTime } from '../kubernetes/time';

/** Hundreds of objects change in the same few virtual seconds, so the latest results are kept. */
const KEPT = 256;
const latest = Array.from({ length: KEPT }, () => ({ second: 0, text: formatTime(0)! }));

/** Returns a moment as the API server stores it: in whole seconds. */
export function formatSeconds(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  const kept = latest[Math.abs(second % KEPT)];
  if (kept.second !== second) {
    kept.second = second;
    kept.text = formatTime(second)!;
  }
  return kept.text;
}

/**
 * Returns the moment of a time that the API server stored, in milliseconds since 1970. The server
 * has written it in UTC, so a parser of all that Kubernetes accepts is not needed.
 */
export function toMilliseconds(time: string): number {
  return Date.parse(time);
}
