import { setTimeout } from 'node:timers/promises';

/** Time as deploy meets it, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds that only ever grow, whatever is done to the wall clock. */
  now(): number;
  /** @throws the signal's reason if it aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A longer timer of node fires at once. */
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

/** No sleep is longer than this, so that it shows when the machine slept instead. */
const MAX_SLEEP_MS = 10_000;
/** What a busy machine may be late. */
const MAX_DELAY_MS = 30_000;

/**
 * A clock that stands still while the machine sleeps, whatever its own clock does then: a laptop that wakes up goes on waiting where
 * it was. That nobody has looked at the clock for far longer than any sleep takes tells it.
 */
export function awakeClock(clock: Clock): Clock {
  let slept = 0;
  let last = clock.now();
  const now = () => {
    const time = clock.now();
    if (time - last > MAX_SLEEP_MS + MAX_DELAY_MS) slept += time - last;
    last = time;
    return time - slept;
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
