import { formatDuration } from '../../kubernetes/duration';
import { delayedAbort, createAbortController } from '../runtime/abort';
import type { Clock } from '../runtime/clock';
import type { Verdict } from '../verdict/outcome';

const INTERRUPTED: Verdict = {
  outcome: 'detached',
  message: 'this deploy was interrupted; the Job goes on',
};

/** How long what is left to do may take when the caller has enough, in milliseconds: a CI system gives some ten seconds. */
export const GRACE_PERIOD_MS = 3_000;
/** How long of it the answer to what has been sent is still awaited, since it tells what there is now. */
const ANSWER_TIMEOUT_MS = 1_000;

/** Ends a deploy, whatever it is at, when its time is up or its caller has enough. */
export class Deadline {
  private readonly end = createAbortController();
  private readonly closed = new AbortController();
  /** Aborts when there is no time left even for what remains to be done. */
  public readonly grace: AbortSignal;
  /** Aborts when what has been sent is waited for no longer. */
  public readonly answers: AbortSignal;

  public constructor(
    clock: Clock,
    timeoutSeconds: number | undefined,
    caller: AbortSignal | undefined,
  ) {
    this.answers = delayedAbort(clock, ANSWER_TIMEOUT_MS, this.end.signal, this.closed.signal);
    this.grace = delayedAbort(clock, GRACE_PERIOD_MS, this.end.signal, this.closed.signal);
    if (caller?.aborted) this.end.abort(INTERRUPTED);
    caller?.addEventListener('abort', () => this.end.abort(INTERRUPTED), {
      once: true,
      signal: this.closed.signal,
    });
    if (timeoutSeconds !== undefined) {
      const timedOut: Verdict = {
        outcome: 'timed-out',
        reason: 'Timeout',
        message: `the time of this deploy, ${formatDuration(timeoutSeconds)}, was up before it had ended`,
      };
      clock.sleep(timeoutSeconds * 1000, this.closed.signal).then(
        () => this.end.abort(timedOut),
        () => undefined,
      );
    }
  }

  public get signal(): AbortSignal {
    return this.end.signal;
  }

  public close(): void {
    this.closed.abort();
  }
}

/** Why a signal of `Patience` has aborted, as the verdict of what had not ended by then. */
export function abortVerdict(signal: AbortSignal): Verdict {
  return signal.reason as Verdict;
}
