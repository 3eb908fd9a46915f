import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import { getJob, requestDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { delayText } from '../verdict/not-started';

/** How often the Job is polled until it is gone: first, and at most. */
const INITIAL_POLL_MS = 100;
const MAX_POLL_MS = 2_000;
/** A deletion that takes longer is reported, with what delays it. */
const SLOW_DELETION_MS = 30_000;

type DeletionSession = Pick<Session, 'client' | 'clock' | 'signal' | 'emit'>;

/**
 * Deletes a Job and its Pods, and waits until all of them are gone, so that none is active any more.
 * Emits a warning with what delays a deletion that takes long, or that is not waited for any more.
 * @param onDelay called with the Job each time it is seen to exist still
 * @throws ApiError, ConnectionError, the reason of the session's signal
 */
export async function deleteJob(
  session: DeletionSession,
  job: Job,
  onDelay: (live: Job) => void = () => undefined,
): Promise<void> {
  const { clock, emit, signal } = session;
  const { namespace, name } = job.metadata;
  const requestedAt = clock.now();
  let delayed: Job | undefined;
  let isReported = false;
  try {
    for await (const live of deletion(session, job)) {
      onDelay((delayed = live));
      if (clock.now() - requestedAt > SLOW_DELETION_MS) report(live);
    }
  } finally {
    if (signal.aborted && delayed !== undefined) report(delayed);
  }

  function report(live: Job): void {
    if (isReported) return;
    isReported = true;
    emit({ type: 'warning', object: jobRef(namespace!, name), message: delayText(live) });
  }
}

/** Requests the deletion of a Job, and yields the Job each time it is polled until it is gone. */
async function* deletion(
  { client, clock, signal }: DeletionSession,
  job: Job,
): AsyncGenerator<Job> {
  const { namespace, name, uid } = job.metadata;
  try {
    await requestDeletion(client, job.metadata, 'Foreground', signal);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 409)) throw error; // already replaced
  }
  for (let pauseMs = INITIAL_POLL_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_POLL_MS)) {
    const live = await getJob(client, namespace!, name, signal);
    if (live?.metadata.uid !== uid) return;
    yield live;
    await clock.sleep(pauseMs, signal);
  }
}
