import type { ApiServer } from './api/api-server';
import { RealScheduler } from './cluster/scheduler';
import { HostNode } from './host-process/host-node';
import { LocalCluster } from './local-cluster';

/** A cluster whose Jobs are processes of this machine. */
export interface HostCluster {
  /** Answers requests: a transport of `cdk8s-jobs/deploy`. */
  readonly api: ApiServer;
  /** Creates the namespaces that do not exist. */
  createNamespaces(names: Iterable<string>): void;
  /** Kills all processes. @returns when they have ended */
  close(): Promise<void>;
}

/**
 * Starts a cluster in this process that runs the containers of Pods as processes of this machine,
 * in real time. Its processes are killed when this one exits.
 *
 * @param workingFolder where programs start whose container has no `workingDir`
 */
export function startHostCluster(workingFolder: string): HostCluster {
  const scheduler = new RealScheduler();
  const { store, api, logs } = new LocalCluster({ scheduler });
  const node = new HostNode(store, scheduler, logs, workingFolder);
  const killAll = () => node.killAll();
  process.once('exit', killAll);
  return {
    api,
    createNamespaces: (names) => {
      for (const name of names) api.addNamespace(name);
    },
    close: async () => {
      await node.close();
      scheduler.stop();
      process.off('exit', killAll);
    },
  };
}
