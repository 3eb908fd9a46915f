import { exitCode } from './exit-code';
import { drainOutput } from './streams';
import type { Outcome } from '../deploy';
import { Interrupted } from '../deploy/core/deadline';

/** SIGHUP: the terminal was closed, or an SSH connection was lost. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Handles Ctrl-C, SIGTERM and SIGHUP: the first aborts a signal, the second exits at once. */
export class Interrupt {
  private readonly controller = new AbortController();
  private code: number = EXIT_CODES.SIGINT;

  public constructor() {
    for (const name of SIGNALS) process.on(name, this.onSignal);
  }

  /** Aborts at the first Ctrl-C, SIGTERM or SIGHUP. */
  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Returns the exit code of an outcome; for one of an interruption, that of its signal. */
  public exitCode(outcome: Outcome): number {
    return outcome === 'detached' || outcome === 'cancelled' ? this.code : exitCode(outcome);
  }

  /** Waits for work that cannot be aborted, such as reading standard input. @throws Interrupted */
  public async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.controller;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
    });
    return Promise.race([work, aborted]);
  }

  /**
   * Stops handling signals. After an interruption it exits once all output is written: without
   * that, a connection that is still being established would keep the process alive.
   */
  public async close(): Promise<void> {
    if (this.signal.aborted) {
      await drainOutput();
      process.exit();
    }
    for (const name of SIGNALS) process.off(name, this.onSignal);
  }

  private readonly onSignal = (name: keyof typeof EXIT_CODES): void => {
    if (this.signal.aborted) process.exit(EXIT_CODES[name]);
    this.code = EXIT_CODES[name];
    this.controller.abort();
  };
}
