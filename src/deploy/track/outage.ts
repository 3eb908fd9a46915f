import { formatDuration } from '../../kubernetes/duration';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import type { Verdict } from '../verdict/outcome';

/** What a failed request for Jobs means for the wait. */
export type OutageStep =
  | { readonly type: 'retry' }
  | { readonly type: 'forbidden'; readonly error: ApiError }
  | { readonly type: 'lost'; readonly verdict: Verdict };

/**
 * Decides what failed requests for the Jobs of a namespace mean. An outage is tolerated for a
 * while; a server that forbids access to Jobs from the start ends the wait.
 */
export class OutageMonitor {
  private since: number | undefined;
  private contacted = false;

  public constructor(private readonly session: Session) {}

  public succeeded(): void {
    this.since = undefined;
    this.contacted = true;
  }

  public failed(error: Error): OutageStep {
    const { client, clock, emit } = this.session;
    // A server that has just started may briefly deny what it allowed before. That it does not
    // accept the credentials (401) is not final either: it accepted them for the apply.
    if (isForbidden(error) && !this.contacted) return { type: 'forbidden', error };
    if (this.since === undefined) {
      emit({ type: 'warning', message: `${error.message}; still waiting for the Jobs` });
    }
    this.since ??= clock.now();
    const { outageSeconds } = client;
    if (clock.now() - this.since <= outageSeconds * 1000) return { type: 'retry' };
    const duration = formatDuration(outageSeconds);
    const message = `no contact with the API server for ${duration}: ${error.message}`;
    return { type: 'lost', verdict: { outcome: 'unknown', message } };
  }
}

/** Decides whether failed requests for Pods are repeated. Verdicts do not depend on Pods. */
export class PodAccessMonitor {
  private contacted = false;

  public constructor(
    private readonly session: Session,
    private readonly namespace: string,
  ) {}

  public succeeded(): void {
    this.contacted = true;
  }

  /** @returns whether to try again */
  public failed(error: Error): boolean {
    if (this.contacted || !isForbidden(error)) return true;
    const what = `cannot read Pods in ${this.namespace}, so their logs and attempts are missing`;
    this.session.emit({ type: 'warning', message: `${what}: ${error.message}` });
    return false;
  }
}

function isForbidden(error: Error): error is ApiError {
  return error instanceof ApiError && error.code === 403;
}
