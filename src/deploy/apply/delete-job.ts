import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import { getJob, requestDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';

/** How often the Job is polled until it is gone: first, and at most. */
const INITIAL_POLL_MS = 100;
const MAX_POLL_MS = 2_000;
/** A deletion that takes longer is reported, with what delays it. */
const SLOW_DELETION_MS = 30_000;

/**
 * Deletes a Job and its Pods, and waits until all of them are gone, so that none is active any more.
 * @throws ApiError, ConnectionError, the reason of the session's signal
 */
export async function deleteJob(
  { client, clock, signal, emit }: Pick<Session, 'client' | 'clock' | 'signal' | 'emit'>,
  job: Job,
): Promise<void> {
  const { namespace, name, uid } = job.metadata;
  const requestedAt = clock.now();
  try {
    await requestDeletion(client, job.metadata, 'Foreground', signal);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 409)) throw error; // already replaced
  }
  let isReported = false;
  for (let pauseMs = INITIAL_POLL_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_POLL_MS)) {
    const live = await getJob(client, namespace!, name, signal);
    if (live?.metadata.uid !== uid) return;
    if (!isReported && clock.now() - requestedAt > SLOW_DELETION_MS) {
      isReported = true;
      emit({ type: 'warning', object: jobRef(namespace!, name), message: delayMessage(live) });
    }
    await clock.sleep(pauseMs, signal);
  }
}

function delayMessage({ metadata: { finalizers = [] } }: Job): string {
  const delay = finalizers.length === 0 ? 'its Pods to terminate' : finalizers.join(', ');
  return `still being deleted; waiting for ${delay}`;
}
