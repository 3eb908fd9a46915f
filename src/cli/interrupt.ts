const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first Ctrl-C or SIGTERM asks for an end, the second is one. */
export function interruptible(): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let code: number = EXIT_CODES.SIGINT;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES[name]);
      code = EXIT_CODES[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}
