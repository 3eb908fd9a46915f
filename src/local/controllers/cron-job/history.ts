import { CronJobWrite, normal, withoutActive } from './write';
import type { CronJobStatus, LocalCronJob, LocalJob } from '../../objects';
import { toMilliseconds } from '../../timestamps';
import { conditionOf } from '../job/conditions';

/** Requests, and the status after them. */
export interface Step {
  readonly writes: readonly CronJobWrite[];
  readonly status: CronJobStatus;
}

/** Deletes the oldest finished Jobs that are more than the history limits allow. */
export function trimHistory({ spec, status }: LocalCronJob, jobs: readonly LocalJob[]): Step {
  const surplus = [
    ...oldest(jobs, 'Complete', spec.successfulJobsHistoryLimit),
    ...oldest(jobs, 'Failed', spec.failedJobsHistoryLimit),
  ];
  return surplus.reduce<Step>(deleteJob, { writes: [], status });
}

/** Adds the deletion of a Job to a step. */
export function deleteJob(
  { writes, status }: Step,
  { metadata }: Pick<LocalJob, 'metadata'>,
): Step {
  const { name, uid } = metadata;
  return {
    writes: [
      ...writes,
      { type: 'deleteJob', name },
      normal('SuccessfulDelete', `Deleted job ${name}`),
    ],
    status: withoutActive(status, uid),
  };
}

function oldest(
  jobs: readonly LocalJob[],
  outcome: 'Complete' | 'Failed',
  limit = Infinity,
): readonly LocalJob[] {
  const finished = jobs.filter(({ status }) => conditionOf(status, outcome)?.status === 'True');
  const surplus = Math.max(finished.length - limit, 0);
  return surplus === 0 ? [] : finished.sort(byStartTime).slice(0, surplus);
}

/** A Job that has not started is younger than all that have. */
function byStartTime(one: LocalJob, other: LocalJob): number {
  const [start, otherStart] = [one, other].map(({ status: { startTime } }) =>
    startTime === undefined ? Number.MAX_VALUE : toMilliseconds(startTime),
  );
  return start - otherStart || (one.metadata.name < other.metadata.name ? -1 : 1);
}
