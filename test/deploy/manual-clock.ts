import type { Clock } from '../../src/deploy/runtime/clock';

/** A clock that only a test advances. */
export class ManualClock implements Clock {
  private time = 0;
  private sleepers: { until: number; wake: () => void }[] = [];

  public now(): number {
    return this.time;
  }

  public async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(signal!.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      this.sleepers.push({
        until: this.time + milliseconds,
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      });
    });
  }

  /** Advances the time without waking sleepers, as when the machine is suspended. */
  public jump(milliseconds: number): void {
    this.time += milliseconds;
  }

  /** Advances the time step by step, so that what wakes may sleep again within it. */
  public async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = this.sleepers
        .filter(({ until }) => until <= end)
        .sort((a, b) => a.until - b.until)[0];
      if (next === undefined) break;
      this.time = Math.max(this.time, next.until);
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
    }
    this.time = end;
    await settled();
  }
}

/** Waits until everything has happened that needs no time. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
