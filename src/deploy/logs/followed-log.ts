import { RunLog, runLog } from './container-log';
import { logRef, LoggedJob, PodRun, stateOf } from './pod-run';
import type { LogRef } from '../core/events';
import type { Pod } from '../kube/objects';
import { createAbortController } from '../runtime/abort';
import type { ContainerRunStatus } from '../verdict/container-runs';

/** A run of a container whose log is followed, or waits to be. */
export class FollowedLog implements PodRun {
  public readonly key: string;
  public readonly log: LogRef;
  /** Whether it was given a stream. */
  public begun = false;
  /** Why the last read failed; undefined if it did not. */
  public error?: Error;
  /** Whether lines that were read with this run had been reported with another one. */
  public overlaps = false;
  private readonly controller = createAbortController();

  public constructor(
    public readonly job: LoggedJob,
    public readonly pod: Pod,
    { container, key, restarts }: ContainerRunStatus,
  ) {
    this.key = key;
    this.log = logRef(job, pod, container, restarts);
  }

  public get runLog(): RunLog {
    return runLog(this.pod, { ...this.log, key: this.key });
  }

  /** Whether the container still runs, as its Pod was last seen. */
  public get running(): boolean {
    return stateOf(this) === 'running';
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Stops following the log. */
  public stop(): void {
    this.controller.abort();
  }
}
