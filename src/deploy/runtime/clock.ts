import { setTimeout } from 'node:timers/promises';

/** The time that deploy goes by. Tests replace it with one that they advance themselves. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never decreases. */
  now(): number;
  /** @throws the signal's reason if it aborts first */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Node fires a longer timer immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      for (let left = milliseconds; left > 0; left -= MAX_TIMER_MS) {
        await setTimeout(Math.min(left, MAX_TIMER_MS), undefined, { signal });
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** Sleeps are split into pieces of this length, so that a suspended machine is noticed. */
const MAX_SLEEP_MS = 10_000;
/** How late a timer of a busy machine may fire. */
const MAX_DELAY_MS = 30_000;

/**
 * Wraps a clock so that it stops while the machine is suspended: a laptop that wakes up keeps
 * the time that was left of each timeout. The machine must have been suspended if no timer has
 * read the clock for much longer than the longest sleep.
 */
export function awakeClock(clock: Clock): Clock {
  let suspendedMs = 0;
  let last = clock.now();
  const now = () => {
    const time = clock.now();
    if (time - last > MAX_SLEEP_MS + MAX_DELAY_MS) suspendedMs += time - last;
    last = time;
    return time - suspendedMs;
  };
  return {
    now,
    async sleep(milliseconds, signal) {
      const until = now() + milliseconds;
      for (let left = milliseconds; left > 0; left = until - now()) {
        await clock.sleep(Math.min(left, MAX_SLEEP_MS), signal);
      }
    },
  };
}
