/** How long whoever reads the output may leave it unread after the end, in milliseconds. */
const UNREAD = 5 * 60_000;

/** Keeps a terminal that is slow, or stopped by Ctrl-S, from holding up all else: while node writes to a terminal, nothing else happens. */
export function neverWait(stream: NodeJS.WriteStream): void {
  const { _handle: handle } = stream as {
    readonly _handle?: { setBlocking?(blocking: boolean): void };
  };
  if (stream.isTTY) handle?.setBlocking?.(false); // node has no public way
}

/** Writes a text. @returns undefined if there is room for more, else a promise that is kept when there is, or nobody reads any more */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> | undefined {
  let written!: () => void;
  const room = new Promise<void>((resolve) => {
    written = resolve;
  });
  return stream.write(text, () => written()) ? undefined : room;
}

/** Ends the process if what it has written is still unread by then: a pipe that nobody reads would keep it alive for ever. */
export function endUnread(after = UNREAD): void {
  setTimeout(() => process.exit(), after).unref();
}
