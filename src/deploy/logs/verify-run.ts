import { hasPreviousLog, RunLog, RunState, runStateNow } from './container-log';
import type { Client } from '../kube/client';
import { ConnectionError } from '../kube/errors';
import { withTimeout } from '../runtime/abort';
import type { Clock } from '../runtime/clock';

/** How long the API server may take to answer which run a container is at. */
const ANSWER_TIMEOUT_MS = 4_000;
/** After that time the API server is asked again, since its Pod status lags behind the kubelet. */
const STATUS_LAG_MS = 5_000;

/** What was read is the log of another run of the container. */
export class OtherRunError extends ConnectionError {
  /** @param actual the state of the run, which is newer than what its Pod was last seen to show */
  public constructor(
    expected: RunState,
    public readonly actual: RunState,
  ) {
    super(`read the log of another run: this one is ${actual}, not ${expected}`, undefined);
    this.name = 'OtherRunError';
  }
}

/**
 * Makes sure that a log is that of a run. The API serves logs by container, so after a restart it
 * serves the log of the next run. Follow-log's rule W says how to distinguish them.
 */
export class RunVerifier {
  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly run: RunLog,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param lag whether the API server's Pod status may lag behind the kubelet
   * @throws OtherRunError, ApiError, ConnectionError
   */
  public async verify(state: RunState, lag: boolean): Promise<void> {
    if (this.run.first && isNewest(state)) {
      if (await this.ask(hasPreviousLog)) throw new OtherRunError(state, 'previous');
      return;
    }
    for (const waitMs of lag ? [0, STATUS_LAG_MS] : [0]) {
      if (waitMs > 0) await this.clock.sleep(waitMs, this.signal);
      const actual = await this.ask(runStateNow);
      // A first run that is the previous one for the kubelet may be the newest for the API server.
      const same = actual === state || (isNewest(actual) && (isNewest(state) || this.run.first));
      if (!same) throw new OtherRunError(state, actual);
    }
  }

  private ask<T>(
    request: (client: Client, run: RunLog, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return withTimeout(this.clock, ANSWER_TIMEOUT_MS, [this.signal], (timeout) =>
      request(this.client, this.run, timeout).catch((error: unknown) => {
        if (!timeout.aborted || this.signal.aborted) throw error;
        throw new ConnectionError('no answer to which run the container is at', undefined);
      }),
    );
  }
}

/** Whether the run is the container's newest, whose log is served by default. */
function isNewest(state: RunState): boolean {
  return state === 'running' || state === 'ended';
}
