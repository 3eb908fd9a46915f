import type { Verdict } from './outcome';
import type { Condition, Job } from '../kube/objects';

/**
 * Returns the verdict of a Job, or undefined while it has not ended.
 *
 * Only `Complete` and `Failed` with status True count. Counters lag and mean different things with
 * each restart policy; a condition with status False (such as `Suspended` after a resume) says the
 * opposite; `SuccessCriteriaMet` and `FailureTarget` come while Pods still run.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
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

/**
 * Returns the verdict of a Job that was deleted: that of its last state if it had ended (a TTL
 * deletes ended Jobs), else `gone`.
 */
export function deletedVerdict(last: Job): Verdict {
  return jobVerdict(last) ?? { outcome: 'gone', message: 'the Job was deleted before it ended' };
}

/**
 * Returns the verdict of a Job that is missing in a list, so that its last state is not known.
 * @param sameName another Job of its name
 * @param lastEvent its last Event, which is quoted; only a condition of the Job decides
 */
export function missingVerdict(sameName: Job | undefined, lastEvent?: string): Verdict {
  const quote = lastEvent === undefined ? '' : `; its last event: ${JSON.stringify(lastEvent)}`;
  return sameName === undefined
    ? {
        outcome: 'gone',
        message: `the Job was deleted while disconnected; its outcome is not known${quote}`,
      }
    : {
        outcome: 'replaced',
        message: `another Job of this name (uid ${sameName.metadata.uid}) has replaced it${quote}`,
      };
}

/** Returns the condition of this type if its status is True. */
export function trueCondition(job: Job, type: string): Condition | undefined {
  return job.status?.conditions?.find(
    (condition) => condition.type === type && condition.status === 'True',
  );
}
