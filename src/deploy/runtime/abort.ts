import { setMaxListeners } from 'node:events';
import type { Clock } from './clock';

/**
 * Creates a controller whose signal many waits may share. Node warns at more than ten listeners,
 * which is not a leak here: each wait removes its listener when it ends.
 */
export function createAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Runs `work` with a signal that aborts after a timeout, or as soon as one of `ends` aborts. */
export async function withTimeout<T>(
  clock: Clock,
  timeoutMs: number,
  ends: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const expired = createAbortController();
  const finished = createAbortController();
  const expire = () => expired.abort();
  for (const signal of ends) {
    if (signal.aborted) expire();
    else signal.addEventListener('abort', expire, { signal: finished.signal });
  }
  clock.sleep(timeoutMs, finished.signal).then(expire, () => undefined);
  try {
    return await work(expired.signal);
  } finally {
    finished.abort();
  }
}

/**
 * Returns a signal that aborts some time after another one, with its reason.
 * @param closed cancels the delay
 */
export function delayedAbort(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
  closed: AbortSignal,
): AbortSignal {
  const delayed = createAbortController();
  const wait = () =>
    clock.sleep(delayMs, closed).then(
      () => delayed.abort(signal.reason),
      () => undefined,
    );
  if (signal.aborted) void wait();
  else signal.addEventListener('abort', wait, { signal: closed });
  return delayed.signal;
}
