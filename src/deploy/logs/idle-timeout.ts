import { ConnectionError } from '../kube/errors';
import { createAbortController } from '../runtime/abort';
import type { Clock } from '../runtime/clock';

const CHECK_INTERVAL_MS = 1_000;

/**
 * Yields what a stream yields, and aborts it if nothing arrives for a while although it should
 * have ended. A dead connection and a silent program look the same until the program is known to
 * have ended.
 * @throws ConnectionError
 */
export async function* withIdleTimeout<T>(
  clock: Clock,
  timeoutMs: number,
  shouldEnd: () => boolean,
  signal: AbortSignal,
  read: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const attempt = createAbortController();
  const stop = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', stop);
  let lastItemAt = clock.now();
  let readerBusy = false; // then nothing arrives because nothing is read
  const watch = async () => {
    for (;;) {
      await clock.sleep(CHECK_INTERVAL_MS, attempt.signal);
      if (readerBusy || !shouldEnd()) {
        lastItemAt = clock.now();
      } else if (clock.now() - lastItemAt >= timeoutMs) {
        attempt.abort(new ConnectionError('the stream stopped before its end', undefined));
      }
    }
  };
  watch().catch(() => undefined);
  try {
    for await (const item of read(attempt.signal)) {
      readerBusy = true;
      yield item;
      readerBusy = false;
      lastItemAt = clock.now();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    attempt.abort();
  }
}
