import { ApiError } from './errors';

const INITIAL_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5_000;

/**
 * Returns how long to wait before the next try, in milliseconds: exponential, with jitter so that
 * clients that lost their connections together do not return together, and never less than the
 * server's Retry-After.
 * @param failures number of failures before this one
 */
export function backoff(failures: number, error?: unknown): number {
  const jitter = 0.5 + Math.random() / 2;
  const ownMs = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** failures) * jitter;
  const askedSeconds =
    error instanceof ApiError ? (error.status.details?.retryAfterSeconds ?? 0) : 0;
  return askedSeconds === 0 ? ownMs : askedSeconds * 1000 + ownMs / 4;
}
