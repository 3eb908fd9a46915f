import { formatDuration } from '../../kubernetes/duration';
import { createAbortController, delayedAbort } from '../runtime/abort';
import type { Clock } from '../runtime/clock';
import type { Verdict } from '../verdict/outcome';

/**
 * How long an interrupted operation may still take. CI systems kill a process about ten seconds
 * after they ask it to stop.
 */
export const GRACE_PERIOD_MS = 3_000;
/**
 * How long an interrupted operation still waits for the answers to requests that it has sent:
 * they report which objects exist now.
 */
const ANSWER_TIMEOUT_MS = 1_000;

/** The operation took longer than its `timeoutSeconds`. */
export class DeadlineExceeded extends Error {
  public constructor(timeoutSeconds: number) {
    super(`timed out after ${formatDuration(timeoutSeconds)}`);
    this.name = 'DeadlineExceeded';
  }
}

/** The caller aborted the operation by its `signal`, whose reason is the `cause`. */
export class Interrupted extends Error {
  public constructor(cause?: unknown) {
    super('interrupted', { cause });
    this.name = 'Interrupted';
  }
}

/** Aborts an operation when its timeout expires or its caller aborts it. */
export class Deadline {
  private readonly end = createAbortController();
  private readonly closed = createAbortController();
  /** Aborts when even the cleanup after the abort has to end. */
  public readonly grace: AbortSignal;
  /** Aborts when answers to requests that were sent before the abort are no longer awaited. */
  public readonly answers: AbortSignal;

  public constructor(
    clock: Clock,
    timeoutSeconds: number | undefined,
    caller: AbortSignal | undefined,
  ) {
    const { signal: closed } = this.closed;
    this.answers = delayedAbort(clock, ANSWER_TIMEOUT_MS, this.end.signal, closed);
    this.grace = delayedAbort(clock, GRACE_PERIOD_MS, this.end.signal, closed);
    const interrupt = () => this.end.abort(new Interrupted(caller?.reason));
    if (caller?.aborted) interrupt();
    else caller?.addEventListener('abort', interrupt, { once: true, signal: closed });
    if (timeoutSeconds !== undefined) {
      clock.sleep(timeoutSeconds * 1000, closed).then(
        () => this.end.abort(new DeadlineExceeded(timeoutSeconds)),
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

/**
 * Returns the verdict of Jobs that had not ended when the signal aborted. A reason that is not
 * one of this file's errors counts as an interruption.
 */
export function abortVerdict({ reason }: AbortSignal): Verdict {
  if (reason instanceof DeadlineExceeded) {
    return { outcome: 'timed-out', reason: 'Timeout', message: reason.message };
  }
  const message = 'interrupted; the Job continues in the cluster';
  if (reason instanceof Interrupted) return { outcome: 'detached', message };
  return { outcome: 'detached', message: `${message} (${describe(reason)})` };
}

function describe(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
