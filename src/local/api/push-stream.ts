/**
 * A stream of strings that are written before they are read. Nothing is written after its end, and
 * `onClose` is called once, if the writer, the reader or the signal ends it.
 */
export class PushStream implements AsyncIterable<string> {
  private readonly pending: string[] = [];
  private ended = false;
  private failure?: { readonly reason: unknown };
  private wake?: () => void;
  private readonly stop: () => void;

  public constructor(onClose: () => void, signal?: AbortSignal) {
    const abort = () => this.finish({ reason: signal!.reason });
    this.stop = () => {
      signal?.removeEventListener('abort', abort);
      onClose();
    };
    signal?.addEventListener('abort', abort);
  }

  public write(text: string): void {
    if (this.ended) return;
    this.pending.push(text);
    this.wake?.();
  }

  public end(): void {
    this.finish(undefined);
  }

  public async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      for (;;) {
        if (this.failure) throw this.failure.reason;
        if (this.pending.length > 0) yield this.pending.splice(0).join('');
        else if (this.ended) return;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.end();
    }
  }

  private finish(failure: { readonly reason: unknown } | undefined): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.stop();
    this.wake?.();
  }
}
