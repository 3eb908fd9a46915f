import { DEFAULT_MINOR } from '../kubernetes/minor';
import { ApiServer } from './api/api-server';
import { CronJobLoop } from './cluster/cron-job-loop';
import { GarbageLoop } from './cluster/garbage-loop';
import { JobLoop } from './cluster/job-loop';
import { NamespaceLoop } from './cluster/namespace-loop';
import type { Scheduler } from './cluster/scheduler';
import { TtlLoop } from './cluster/ttl-loop';
import { ContainerLogs } from './container-logs';
import { ObjectStore } from './store/object-store';

export interface LocalClusterOptions {
  readonly scheduler: Scheduler;
  /** Minor version of Kubernetes, such as 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** Clusters with the same seed generate the same names and uids. @default 1 */
  readonly seed?: number;
}

/**
 * An API server and controllers in this process. What runs the Pods is added to it: a
 * `ScriptedNode` or a `HostNode`.
 */
export class LocalCluster {
  public readonly store: ObjectStore;
  public readonly logs = new ContainerLogs();
  /** Answers requests: a transport of `cdk8s-jobs/deploy`. */
  public readonly api: ApiServer;

  public constructor({ scheduler, minor = DEFAULT_MINOR, seed }: LocalClusterOptions) {
    const now = () => scheduler.now();
    this.store = new ObjectStore({ now, seed });
    new JobLoop(this.store, scheduler);
    new CronJobLoop(this.store, scheduler, minor);
    new TtlLoop(this.store, scheduler);
    new GarbageLoop(this.store, scheduler);
    new NamespaceLoop(this.store, scheduler);
    this.api = new ApiServer({ store: this.store, now, minor, logs: this.logs });
  }
}
