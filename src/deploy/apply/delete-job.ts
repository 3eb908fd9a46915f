import { unlessMissing } from './applier';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import { jobDeletion, jobPath } from '../kube/jobs';
import type { Job } from '../kube/objects';

/** How often it is looked whether an object is gone, in milliseconds: first, and at most. */
const INITIAL_POLL_MS = 100;
const MAX_POLL_MS = 2_000;
/** After how long it is said what keeps it, in milliseconds. */
const SLOW_DELETION_MS = 30_000;

/** Deletes a Job and its Pods, and waits until both are gone, so that no Pod of it is at work any more. What keeps it long is told. */
export async function deleteJob(
  { client, clock, signal, emit }: Pick<Session, 'client' | 'clock' | 'signal' | 'emit'>,
  job: Job,
): Promise<void> {
  const { namespace, name, uid } = job.metadata;
  const path = jobPath(namespace!, name);
  const asked = clock.now();
  try {
    await unlessMissing(client.json({ ...jobDeletion(path, uid, 'Foreground'), signal }));
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 409)) throw error; // another stands there already: this one is gone
  }
  let told = false;
  for (let pause = INITIAL_POLL_MS; ; pause = Math.min(2 * pause, MAX_POLL_MS)) {
    const standing = await unlessMissing(client.json<Job>({ method: 'GET', path, signal }));
    if (standing?.body.metadata.uid !== uid) return;
    if (!told && clock.now() - asked > SLOW_DELETION_MS) {
      told = true;
      const { finalizers = [] } = standing.body.metadata;
      emit({
        type: 'warning',
        object: jobRef(namespace!, name),
        message: `it is being deleted, which takes until ${finalizers.length === 0 ? 'its Pods have ended' : `${finalizers.join(', ')} let${finalizers.length === 1 ? 's' : ''} go of it`}`,
      });
    }
    await clock.sleep(pause, signal);
  }
}
