import type { Verdict } from './outcome';
import type { Condition, Job } from '../kube/objects';

/**
 * What a Job object says of its own end, or undefined while it has not ended.
 *
 * Only a condition that is True counts. Counters lag and mean different things with each restart policy; a condition
 * that is False (as `Suspended` is after a resume) says the opposite; `SuccessCriteriaMet` and `FailureTarget` announce
 * an end while Pods still run.
 */
export function jobVerdict(job: Job): Verdict | undefined {
  const complete = trueCondition(job, 'Complete');
  if (complete !== undefined) {
    return {
      outcome: 'succeeded',
      reason: complete.reason,
      message: complete.message,
      finishedAt: job.status?.completionTime ?? complete.lastTransitionTime,
    };
  }
  const failed = trueCondition(job, 'Failed');
  if (failed !== undefined) {
    return {
      outcome: 'failed',
      reason: failed.reason,
      message: failed.message,
      finishedAt: failed.lastTransitionTime,
    };
  }
  return undefined;
}

/** What the disappearance of a Job means: its last state decides if it had ended (a TTL removes ended Jobs), else it is gone. */
export function deletedVerdict(last: Job): Verdict {
  return (
    jobVerdict(last) ?? { outcome: 'gone', message: 'the Job was deleted before it had ended' }
  );
}

/**
 * What a list in which the Job is missing means; there is no last state to go by.
 * @param lastWords what its last event says. That is no proof: success is what a condition of the Job says and nothing else
 */
export function missingVerdict(sameName: Job | undefined, lastWords?: string): Verdict {
  const told = lastWords === undefined ? '' : `; its last event says ${JSON.stringify(lastWords)}`;
  return sameName === undefined
    ? {
        outcome: 'gone',
        message: `the Job was deleted unseen, so how it ended is not known${told}`,
      }
    : {
        outcome: 'replaced',
        message: `another Job of this name (uid ${sameName.metadata.uid}) stands in its place${told}`,
      };
}

export function trueCondition(job: Job, type: string): Condition | undefined {
  return job.status?.conditions?.find(
    (condition) => condition.type === type && condition.status === 'True',
  );
}
