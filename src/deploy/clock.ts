import { setTimeout } from 'node:timers/promises';

/** Time as deploy meets it, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds that only ever grow, whatever is done to the wall clock. */
  now(): number;
  /** @throws the signal's reason if it aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A longer timer of node fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      for (let left = milliseconds; left > 0; left -= LONGEST_TIMER) await setTimeout(Math.min(left, LONGEST_TIMER), undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
