/** How long the process waits, after its end, for its output to be read. */
const UNREAD_OUTPUT_TIMEOUT_MS = 5 * 60_000;

/**
 * Keeps a slow terminal, or one stopped by Ctrl-S, from blocking the process: by default, nothing
 * else happens while Node.js writes to a terminal.
 */
export function setNonBlocking(stream: NodeJS.WriteStream): void {
  const { _handle: handle } = stream as {
    readonly _handle?: { setBlocking?(blocking: boolean): void };
  };
  if (stream.isTTY) handle?.setBlocking?.(false); // Node.js has no public API for this
}

/**
 * Writes a string.
 * @returns undefined if the stream takes more, else a promise that is fulfilled when it does or
 * when its reader has closed it
 */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> | undefined {
  let onWritten!: () => void;
  const written = new Promise<void>((resolve) => {
    onWritten = resolve;
  });
  return stream.write(text, () => onWritten()) ? undefined : written;
}

/** Exits if the output is still unread after a time: a pipe without a reader never drains. */
export function exitUnlessDrained(timeoutMs = UNREAD_OUTPUT_TIMEOUT_MS): void {
  setTimeout(() => process.exit(), timeoutMs).unref();
}

/** Resolves when everything that was written so far has left the process. */
export async function drainOutput(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise((resolve) => stream.write('', resolve)),
    ),
  );
}
