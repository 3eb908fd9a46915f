import { ApiError } from './errors';

/** In milliseconds. */
const FIRST = 200;
const LONGEST = 5_000;

/**
 * How long to wait before asking again, in milliseconds: ever longer, by chance, so that many who lost contact at one
 * moment don't come back at one, and never less than the server asks for.
 * @param failures how many there were before this one
 */
export function backoff(failures: number, error?: unknown): number {
  const own = Math.min(LONGEST, FIRST * 2 ** failures) * (0.5 + Math.random() / 2);
  const asked = error instanceof ApiError ? (error.status.details?.retryAfterSeconds ?? 0) : 0;
  return asked === 0 ? own : asked * 1000 + own / 4;
}
