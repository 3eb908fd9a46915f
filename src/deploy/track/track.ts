import type { TrackOptions } from './track-options';
import type { TrackedJob } from './tracked-job';
import { Tracking } from './tracking';
import type { Session } from '../core/session';

/**
 * Follows Jobs until each has a verdict: from a condition that is True, from its deletion, or
 * from the end of the wait. Opens two watches for each namespace, however many Jobs.
 *
 * @param includeEnded whether Pods and logs are also reported of Jobs that had ended before: a
 * deploy does not, since they belong to the deploy that waited for them
 * @throws ApiError if the server forbids listing Jobs
 */
export async function track(
  session: Session,
  jobs: readonly TrackedJob[],
  options: TrackOptions,
  includeEnded = false,
): Promise<void> {
  await new Tracking(session, jobs, options, includeEnded).run();
}
