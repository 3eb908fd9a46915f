import { setTimeout } from 'node:timers/promises';

/** Time as deploy meets it, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds that only ever grow, whatever is done to the wall clock. */
  now(): number;
  /** @throws the signal's reason if it aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
