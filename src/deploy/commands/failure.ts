import { DeadlineExceeded } from '../core/deadline';
import type { OperationOutcome } from '../core/report';
import { ApiError, ConnectionError } from '../kube/errors';

/** How an operation ended that an error cut short, for its report. */
export interface Failure {
  readonly outcome: Exclude<OperationOutcome, 'succeeded'>;
  readonly message: string;
}

/**
 * Returns the outcome for an error that ended an operation: what a cluster answers or does not
 * answer, a timeout, an abort. This is one half of the contract in docs/deploy.md, "Errors".
 * @param signal that of the session. After its abort, the error is only a consequence
 * @throws any other error unchanged, which is the other half: it rejects
 */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return abortFailure(signal.reason);
  if (error instanceof ApiError) {
    const message =
      error.code === 401
        ? `the API server does not accept the credentials (${error.message})`
        : error.message;
    return { outcome: 'rejected', message };
  }
  if (error instanceof ConnectionError) return { outcome: 'unreachable', message: error.message };
  throw error;
}

/** Returns the outcome of an operation that was aborted for this reason. */
export function abortFailure(reason: unknown): Failure {
  const message = reason instanceof Error ? reason.message : String(reason);
  return { outcome: reason instanceof DeadlineExceeded ? 'timed-out' : 'detached', message };
}
