import type { Session } from '../core/session';
import { ApiError, ConnectionError } from '../kube/errors';
import { Listing } from '../kube/listing';
import type { Pod } from '../kube/objects';
import { JOB_PODS, podsPath } from '../kube/pods';

/** All Pods of Jobs in a namespace, as they are now. Where they can't be had, or not before the signal aborts, that is a warning, and nothing is returned. */
export async function listFinalPods(
  { client, emit }: Session,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Pod[] | undefined> {
  try {
    const { objects } = await new Listing<Pod>(
      (request) => client.json(request),
      podsPath(namespace),
      JOB_PODS,
    ).read(signal);
    return objects;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError) && !signal.aborted) {
      throw error;
    }
    const why = signal.aborted ? 'there was no time left' : (error as Error).message;
    emit({ type: 'warning', message: `the last news of Pods in ${namespace} is missing: ${why}` });
    return undefined;
  }
}
