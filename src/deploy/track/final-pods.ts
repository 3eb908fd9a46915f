import type { TrackedJob } from './tracked-job';
import { isManagedExternally } from '../../kubernetes/managed-by';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError, ConnectionError } from '../kube/errors';
import { Listing } from '../kube/listing';
import type { Pod } from '../kube/objects';
import { JOB_PODS, podsPath } from '../kube/pods';

/**
 * Returns whether the end of each of the Job's Pods was surely seen: the Job has counted no more
 * Pods than were seen, and none is still running.
 */
export function allPodsSeen({ live, verdict, pods }: TrackedJob): boolean {
  const { succeeded = 0, failed = 0 } = live.status ?? {};
  return (
    verdict?.outcome === 'succeeded' &&
    succeeded > 0 &&
    pods.alive.size === 0 &&
    pods.ended('Succeeded') >= succeeded &&
    pods.ended('Failed') >= failed
  );
}

/**
 * Lists the Pods of all Jobs in a namespace. If they cannot be read before the signal aborts,
 * emits a warning and returns nothing.
 */
export async function listFinalPods(
  { client, emit }: Session,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Pod[] | undefined> {
  const path = podsPath(namespace);
  try {
    const listing = new Listing<Pod>((request) => client.json(request), path, JOB_PODS);
    return (await listing.read(signal)).objects;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError) && !signal.aborted) {
      throw error;
    }
    const why = signal.aborted ? 'no time was left' : (error as Error).message;
    emit({
      type: 'warning',
      message: `could not read the final state of Pods in ${namespace}: ${why}`,
    });
    return undefined;
  }
}

/** Emits a warning if the Job has counted Pods that were never seen. */
export function warnOfUnseenPods({ emit }: Session, job: TrackedJob): void {
  const { live, pods, namespace, name } = job;
  const { succeeded = 0, failed = 0 } = live.status ?? {};
  const unseen = isManagedExternally(live.spec) ? 0 : succeeded + failed - pods.count;
  if (unseen <= 0) return;
  const message =
    unseen === 1
      ? '1 Pod was deleted before it was observed; its logs are missing'
      : `${unseen} Pods were deleted before they were observed; their logs are missing`;
  emit({ type: 'warning', object: jobRef(namespace, name), message });
}
