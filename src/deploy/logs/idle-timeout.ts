import { ConnectionError } from '../kube/errors';
import type { Clock } from '../runtime/clock';

/** How often it is looked, in milliseconds. */
const CHECK_INTERVAL_MS = 1_000;

/**
 * What a stream gives, unless nothing has come for so many milliseconds though it should have ended: then it is broken
 * off. A line that is dead and a program that is silent look the same until the program is known to have ended.
 * @throws ConnectionError
 */
export async function* withIdleTimeout<T>(
  clock: Clock,
  quiet: number,
  shouldEnd: () => boolean,
  signal: AbortSignal,
  read: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const attempt = new AbortController();
  const stop = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', stop);
  let heard = clock.now();
  let given = false; // then it is the reader who is silent
  const look = async () => {
    for (;;) {
      await clock.sleep(CHECK_INTERVAL_MS, attempt.signal);
      if (given || !shouldEnd()) {
        heard = clock.now();
      } else if (clock.now() - heard >= quiet) {
        attempt.abort(new ConnectionError('the stream stopped in its middle', undefined));
      }
    }
  };
  look().catch(() => undefined);
  try {
    for await (const item of read(attempt.signal)) {
      given = true;
      yield item;
      given = false;
      heard = clock.now();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    attempt.abort();
  }
}
