import { formatDuration } from '../../kubernetes/duration';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import type { Verdict } from '../verdict/outcome';

/** Is told of an error, or, without one, that there is contact. @returns whether it is worth going on */
export type OnError = (error?: Error) => boolean;

export interface OutageListener {
  /** Jobs may not be seen at all. */
  forbidden(error: ApiError): void;
  /** Contact was lost for longer than it may be. */
  lost(verdict: Verdict): void;
}

/** Trouble with the Jobs themselves: borne for a while, unless the server forbids it. */
export function outageMonitor(
  { client: { outageSeconds }, clock, emit }: Session,
  { forbidden, lost }: OutageListener,
): OnError {
  let since: number | undefined;
  let contacted = false;
  return (error) => {
    if (error === undefined) {
      since = undefined;
      contacted = true;
      return true;
    }
    // A server that has just started may deny for a moment what it allowed before; and it knew who asks when the Jobs were applied.
    if (error instanceof ApiError && error.code === 403 && !contacted) {
      forbidden(error);
      return false;
    }
    if (since === undefined) {
      emit({
        type: 'warning',
        message: `${error.message}; the Jobs go on, and so does the waiting`,
      });
    }
    since ??= clock.now();
    if (clock.now() - since > outageSeconds * 1000) {
      lost({
        outcome: 'unknown',
        message: `contact was lost for ${formatDuration(outageSeconds)}: ${error.message}`,
      });
    }
    return true;
  };
}

/** Trouble with Pods, which are told about where they may be seen; the verdict does not need them. */
export function podAccessMonitor({ emit }: Session, namespace: string): OnError {
  let contacted = false;
  return (error) => {
    contacted ||= error === undefined;
    if (contacted || !(error instanceof ApiError && error.code === 403)) return true;
    emit({
      type: 'warning',
      message: `no logs and no attempts from ${namespace}: ${error.message}`,
    });
    return false;
  };
}
