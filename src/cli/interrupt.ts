import { drainOutput } from './streams';

/** SIGHUP: the terminal was closed, or an SSH connection was lost. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Whether the process was interrupted, and by what. */
export interface Interrupt {
  /** Aborts at the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Returns the exit code of the last interruption. */
  exitCode(): number;
  /**
   * Exits after an interruption, once all output is written. Without it, a connection that is
   * still being established would keep the process alive.
   */
  exitIfInterrupted(): Promise<void>;
}

/** Handles Ctrl-C, SIGTERM and SIGHUP: the first aborts a signal, the second exits at once. */
export function handleInterrupts(): Interrupt {
  const controller = new AbortController();
  let code: number = EXIT_CODES.SIGINT;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES[name]);
      code = EXIT_CODES[name];
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    exitCode: () => code,
    exitIfInterrupted: async () => {
      if (!controller.signal.aborted) return;
      await drainOutput();
      process.exit();
    },
  };
}
