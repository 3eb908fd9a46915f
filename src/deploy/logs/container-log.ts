import type { Client } from '../kube/client';
import { ApiError } from '../kube/errors';
import { ContainerRef, readLog } from '../kube/logs';
import type { Pod } from '../kube/objects';
import { containerRuns, ContainerRunStatus } from '../verdict/container-runs';

/** Where a run of a container stands, as its Pod says at the moment of asking. */
export type RunState = ContainerRunStatus['state'] | 'lost'; // the Pod is gone or shows newer runs only: the kubelet gives its log no more

/** The log of one run of a container. The server knows only logs of containers, so whose log it gives has to be made sure of. */
export interface RunLog extends ContainerRef {
  readonly podUid: string;
  /** That of the run. */
  readonly key: string;
  /** Whether another run may follow in the same Pod. */
  readonly mayRestart: boolean;
  /** Whether none came before it in the same Pod. */
  readonly first: boolean;
}

export function runLog(
  pod: Pod,
  { container, key, restarts }: Pick<ContainerRunStatus, 'container' | 'key' | 'restarts'>,
): RunLog {
  const { namespace, name, uid } = pod.metadata;
  const { containers, initContainers = [], restartPolicy } = pod.spec;
  const own = [...containers, ...initContainers].find(
    (one) => one.name === container,
  )?.restartPolicy;
  return {
    namespace: namespace!,
    pod: name,
    container,
    podUid: uid,
    key,
    mayRestart: (own ?? restartPolicy ?? 'Never') !== 'Never',
    first: restarts === 0,
  };
}

export function runState(pod: Pod, key: string): RunState {
  return containerRuns(pod).find((run) => run.key === key)?.state ?? 'lost';
}

/** Asks where the run stands, since what was told last may be old when the line is bad. @throws ApiError, ConnectionError */
export async function runStateNow(
  client: Client,
  { namespace, pod, podUid, key }: RunLog,
  signal: AbortSignal,
): Promise<RunState> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`;
  try {
    const { body } = await client.jsonOnce<Pod>({ method: 'GET', path, signal });
    return body.metadata.uid === podUid ? runState(body, key) : 'lost';
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return 'lost';
    throw error;
  }
}

/**
 * Asks the kubelet whether it has the log of a run before the current one. It gives logs by what it knows itself, which may be newer than what the server knows.
 * @throws ApiError, ConnectionError
 */
export async function hasPreviousLog(
  client: Client,
  run: RunLog,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    for await (const _ of readLog(client, run, {
      follow: false,
      previous: true,
      tailLines: 1,
      signal,
    })) {
      break;
    }
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 400) return false;
    if (error.code === 404) return true; // there was one, and it is gone by now, if not the whole Pod
    throw error;
  }
}
