import { trueCondition } from './job-verdict';
import type { Blocker } from './stuck';
import { indexIntervals } from '../../kubernetes/index-set';
import { isManagedExternally } from '../../kubernetes/managed-by';
import { KUEUE_QUEUE_LABEL } from '../../kubernetes/well-known-labels';
import type { Job } from '../kube/objects';

/** The state of a Job that has not ended. */
export type JobStateName =
  | 'suspended' // spec.suspend is true
  | 'queued' // a queue or another controller decides when it starts
  | 'paused' // parallelism is 0: no Pods until it is raised
  | 'no-pods' // it has no Pods
  | 'pending' // it has Pods, and none runs
  | 'running' // a Pod runs
  | 'retrying' // a Pod failed, and the Job controller replaces it
  | 'succeeding' // SuccessCriteriaMet: it succeeds when its Pods have terminated
  | 'failing'; // FailureTarget: it fails when its Pods have terminated

/** The state of a Job, and why. */
export interface JobState {
  readonly state: JobStateName;
  readonly reason?: string;
  readonly message?: string;
}

/** Counts of a Job's Pods that are visible, and how the last one ended. */
export interface PodsSeen {
  readonly pending: number;
  readonly running: number;
  readonly last?: 'Succeeded' | 'Failed';
  /** The completion index of the last one that ended. @default the Job is not Indexed */
  readonly lastIndex?: number;
}

/**
 * Returns what decides when a Job starts, if it is not the Job controller alone. Its Pods may start
 * hours later, or in another cluster.
 */
export function queueReason({ metadata: { labels, annotations }, spec }: Job): string | undefined {
  if (isManagedExternally(spec)) return `managed by ${spec?.managedBy}`;
  const queue = labels?.[KUEUE_QUEUE_LABEL] ?? annotations?.[KUEUE_QUEUE_LABEL];
  return queue === undefined ? undefined : `in queue ${queue}`;
}

/** Whether a Job is to create no Pods for now, so that its timeouts are stopped. */
export function isSuspendedOrQueued(job: Job): boolean {
  const { suspend = false, parallelism = 1 } = job.spec ?? {};
  return suspend || parallelism === 0 || (isManagedExternally(job.spec) && !hasActivePods(job));
}

/** Returns the state of a Job, by its status, its Pods and what blocks them. It decides no verdict. */
export function jobState(job: Job, pods: PodsSeen, blockers: readonly Blocker[]): JobState {
  const announced = [
    ['failing', trueCondition(job, 'FailureTarget')],
    ['succeeding', trueCondition(job, 'SuccessCriteriaMet')],
  ] as const;
  for (const [state, condition] of announced) {
    if (condition !== undefined) {
      return { state, reason: condition.reason, message: condition.message };
    }
  }
  const { suspend = false, parallelism = 1 } = job.spec ?? {};
  const queue = queueReason(job);
  if (suspend) {
    return queue === undefined ? { state: 'suspended' } : { state: 'queued', message: queue };
  }
  if (pods.running > 0 || (job.status?.ready ?? 0) > 0) return { state: 'running' };
  if (parallelism === 0) return { state: 'paused' };
  if (pods.last === 'Failed' && isRetried(job, pods.lastIndex)) {
    return { state: 'retrying', message: retryText(job) };
  }
  if (isManagedExternally(job.spec)) {
    return hasActivePods(job) ? { state: 'pending' } : { state: 'queued', message: queue };
  }
  if (pods.pending > 0 || hasActivePods(job)) {
    return {
      state: 'pending',
      ...causeOf(blockers.find(({ until, pod }) => pod !== undefined && until !== undefined)),
    };
  }
  return { state: 'no-pods', ...causeOf(blockers.find(({ pod }) => pod === undefined)) };
}

/** Whether the Job controller replaces a Pod that failed. */
function isRetried({ metadata, spec, status }: Job, index: number | undefined): boolean {
  const { backoffLimit = 6, backoffLimitPerIndex } = spec ?? {};
  const { failed = 0, failedIndexes = '' } = status ?? {};
  if (metadata.deletionTimestamp !== undefined || failed === 0 || failed > backoffLimit) {
    return false;
  }
  if (backoffLimitPerIndex === undefined) return true;
  const hasFailed = indexIntervals(failedIndexes).some(
    ([first, last]) => index !== undefined && first <= index && index <= last,
  );
  return backoffLimitPerIndex > 0 && !hasFailed;
}

function retryText({ spec, status }: Job): string {
  const { backoffLimit = 6, backoffLimitPerIndex } = spec ?? {};
  const limit =
    backoffLimitPerIndex === undefined
      ? `backoffLimit ${backoffLimit}`
      : `backoffLimitPerIndex ${backoffLimitPerIndex}`;
  return `${status?.failed} failed, ${limit}`;
}

/** Whether the Job counts active Pods. */
function hasActivePods({ status }: Job): boolean {
  return (status?.active ?? 0) > 0;
}

/** PodEvents report the causes in a Pod's status; a JobEvent reports those that only Events show. */
function causeOf(blocker: Blocker | undefined): Pick<JobState, 'reason' | 'message'> {
  return { reason: blocker?.cause.reason, message: blocker?.cause.message };
}
