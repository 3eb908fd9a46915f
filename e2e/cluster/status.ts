import { nodeReady } from './api';
import { DNS_PORT } from './dns';
import { Instance, instance } from './instance';
import { kubeconfigOf } from './pki';
import { Ports } from './ports';
import { isAlive, residentMemory } from './processes';
import { readState, State } from './state';
import { until } from './until';

export interface ComponentStatus {
  readonly name: string;
  readonly running: boolean;
  readonly pid: number;
  /** None if it listens on a unix socket. */
  readonly port?: number;
  readonly memoryBytes: number;
}

export interface Status {
  readonly dir: string;
  /** Every component runs and the node takes Pods. */
  readonly up: boolean;
  /** Undefined if there is no cluster at all. */
  readonly kubernetes?: string;
  readonly kubeconfig?: string;
  readonly registry?: string;
  readonly ageSeconds?: number;
  readonly components: readonly ComponentStatus[];
}

export async function status(cluster: Instance = instance()): Promise<Status> {
  const state = readState(cluster);
  if (!state) return { dir: cluster.dir, up: false, components: [] };
  return {
    dir: cluster.dir,
    up: await isHealthy(cluster, state),
    kubernetes: state.kubernetes,
    kubeconfig: kubeconfigOf(cluster, 'admin'),
    registry: `127.0.0.1:${state.ports.registry}`,
    ageSeconds: Math.round((Date.now() - Date.parse(state.startedAt)) / 1000),
    components: state.components.map((component) => {
      const running = isAlive(component);
      return {
        name: component.name,
        running,
        pid: component.pid,
        port: component.name === 'coredns' ? DNS_PORT : state.ports[component.name as keyof Ports],
        memoryBytes: running ? residentMemory(component.pid) : 0,
      };
    }),
  };
}

/** A machine under load may answer late, which does not mean that the cluster is broken. */
export async function isHealthy(cluster: Instance, state: State, patienceMs = 0): Promise<boolean> {
  const ask = async () =>
    !state.components.every(isAlive)
      ? false
      : (await nodeReady(cluster, state.ports['kube-apiserver'])) || undefined;
  return until('the node to be Ready', patienceMs, ask).catch(() => false);
}
