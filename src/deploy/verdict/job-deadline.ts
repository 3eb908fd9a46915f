import { trueCondition } from './job-verdict';
import type { Condition, Job, Pod } from '../kube/objects';

/** The reason of a Job whose `activeDeadlineSeconds` expired. */
export const DEADLINE_EXCEEDED = 'DeadlineExceeded';

/** Returns the condition that says that the deadline of a Job has expired. */
function expiry(job: Job): Condition | undefined {
  const failure = trueCondition(job, 'FailureTarget') ?? trueCondition(job, 'Failed');
  return failure?.reason === DEADLINE_EXCEEDED ? failure : undefined;
}

/** Returns whether the Job controller deleted the Pod, because the Job had reached its deadline. */
export function isDeletedByDeadline(pod: Pod, job: Job): boolean {
  const expired = expiry(job);
  const deletedAt = deletionTime(pod);
  return (
    expired !== undefined &&
    deletedAt !== undefined &&
    !(deletedAt < Date.parse(expired.lastTransitionTime ?? ''))
  );
}

/** Returns when the deletion of a Pod was requested, in milliseconds. */
export function deletionTime({ metadata }: Pod): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp === undefined) return undefined;
  return Date.parse(deletionTimestamp) - 1000 * deletionGracePeriodSeconds;
}
