import { ApiError } from './errors';

const INITIAL_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5_000;
/** An API server asks for some seconds. A longer sleep would outlast the time limits of Jobs. */
const MAX_RETRY_AFTER_MS = 30_000;

/**
 * Returns how long to wait before the next try, in milliseconds: exponential, with jitter so that
 * clients that lost their connections together do not return together, and not less than the
 * server's Retry-After, up to 30 seconds.
 * @param failures number of failures before this one
 */
export function backoff(failures: number, error?: unknown): number {
  const jitter = 0.5 + Math.random() / 2;
  const ownMs = Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** failures) * jitter;
  const askedMs = retryAfterMs(error);
  return askedMs === 0 ? ownMs : Math.min(MAX_RETRY_AFTER_MS, askedMs) + ownMs / 4;
}

/** Returns the Retry-After of an error, in milliseconds; 0 if it has none. */
export function retryAfterMs(error: unknown): number {
  return error instanceof ApiError ? (error.status.details?.retryAfterSeconds ?? 0) * 1000 : 0;
}
