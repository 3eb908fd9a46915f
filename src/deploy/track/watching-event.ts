import type { TrackedJob } from './tracked-job';
import type { WatchingEvent } from '../core/events';

/** Returns the event that the Jobs of an operation are watched from now on. */
export function watchingEvent(jobs: readonly TrackedJob[]): WatchingEvent {
  return {
    type: 'watching',
    jobs: jobs.map(({ namespace, name, live }) => {
      return { namespace, name, startedAt: live.status?.startTime ?? null };
    }),
  };
}
