const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  exitCode(): number;
  /** Ends the process when all has been written, if it was interrupted: a connection that is still being made would hold it up. */
  leave(): Promise<void>;
}

/** The first Ctrl-C or SIGTERM asks for an end, the second is one. */
export function interruptible(): Interrupt {
  const controller = new AbortController();
  let code: number = EXIT_CODES.SIGINT;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES[name]);
      code = EXIT_CODES[name];
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    exitCode: () => code,
    leave: async () => {
      if (!controller.signal.aborted) return;
      await Promise.all(
        [process.stdout, process.stderr].map(
          (stream) => new Promise((resolve) => stream.write('', resolve)),
        ),
      );
      process.exit();
    },
  };
}
