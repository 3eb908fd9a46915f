import { setMaxListeners } from 'node:events';
import type { Clock } from './clock';

/** Stops many things at once. That many listen is no leak: each stops listening when its wait is over. */
export function createAbortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Does something with a signal that aborts after so many milliseconds, or as soon as one of `ends` does. */
export async function withTimeout<T>(
  clock: Clock,
  milliseconds: number,
  ends: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [enough, over] = [createAbortController(), createAbortController()];
  const end = () => enough.abort();
  for (const signal of ends) {
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { signal: over.signal });
  }
  clock.sleep(milliseconds, over.signal).then(end, () => undefined);
  try {
    return await work(enough.signal);
  } finally {
    over.abort();
  }
}

/** Aborts so many milliseconds after another signal, with its reason, unless all is over by then. */
export function delayedAbort(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  over: AbortSignal,
): AbortSignal {
  const late = createAbortController();
  const wait = () =>
    clock.sleep(milliseconds, over).then(
      () => late.abort(signal.reason),
      () => undefined,
    );
  if (signal.aborted) void wait();
  else signal.addEventListener('abort', wait, { signal: over });
  return late.signal;
}
