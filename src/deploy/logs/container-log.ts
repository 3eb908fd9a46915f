import type { Client } from '../kube/client';
import { ApiError } from '../kube/errors';
import { ContainerRef, readLog } from '../kube/logs';
import type { Pod } from '../kube/objects';
import { containerRuns, ContainerRunStatus } from '../verdict/container-runs';

/**
 * The state of a run of a container, as its Pod shows it. `lost`: the Pod was deleted or shows
 * only newer runs, so the kubelet no longer serves the log.
 */
export type RunState = ContainerRunStatus['state'] | 'lost';

/** The log of one run of a container. The API serves logs by container, not by run. */
export interface RunLog extends ContainerRef {
  readonly podUid: string;
  /** Identifies the run. */
  readonly key: string;
  /** Whether the container may be restarted in the same Pod. */
  readonly mayRestart: boolean;
  /** Whether it is the container's first run in this Pod. */
  readonly first: boolean;
}

export function runLog(
  pod: Pod,
  { container, key, restarts }: Pick<ContainerRunStatus, 'container' | 'key' | 'restarts'>,
): RunLog {
  const { namespace, name, uid } = pod.metadata;
  const { containers, initContainers = [], restartPolicy: podPolicy } = pod.spec;
  const spec = [...containers, ...initContainers].find((other) => other.name === container);
  return {
    namespace: namespace!,
    pod: name,
    container,
    podUid: uid,
    key,
    mayRestart: (spec?.restartPolicy ?? podPolicy ?? 'Never') !== 'Never',
    first: restarts === 0,
  };
}

export function runState(pod: Pod, key: string): RunState {
  return containerRuns(pod).find((run) => run.key === key)?.state ?? 'lost';
}

/**
 * Asks the API server for the state of the run: what a watch reported last may be old after a
 * broken connection.
 * @throws ApiError, ConnectionError
 */
export async function runStateNow(client: Client, run: RunLog, signal: AbortSignal) {
  const [namespace, pod] = [run.namespace, run.pod].map(encodeURIComponent);
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
  try {
    const { body } = await client.jsonOnce<Pod>({ method: 'GET', path, signal });
    return body.metadata.uid === run.podUid ? runState(body, run.key) : 'lost';
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return 'lost';
    throw error;
  }
}

/**
 * Asks the kubelet whether it has the log of a run before the newest. The kubelet goes by what it
 * knows itself, which may be newer than what the API server knows.
 * @throws ApiError, ConnectionError
 */
export async function hasPreviousLog(
  client: Client,
  run: RunLog,
  signal: AbortSignal,
): Promise<boolean> {
  const options = { follow: false, previous: true, tailLines: 1, signal };
  try {
    for await (const _ of readLog(client, run, options)) break;
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 400) return false;
    if (error.code === 404) return true; // it existed and was removed, perhaps with its Pod
    throw error;
  }
}
