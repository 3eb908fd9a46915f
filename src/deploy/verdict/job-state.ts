import { trueCondition } from './job-verdict';
import type { Blocker } from './stuck';
import { KUEUE_QUEUE_LABEL } from '../../kubernetes/well-known-labels';
import type { Job } from '../kube/objects';

/** What a Job that has not ended is at. */
export type JobStateName =
  | 'suspended' // spec.suspend
  | 'queued' // a queue or another controller decides when it runs
  | 'paused' // parallelism 0: it makes no Pods until that is raised
  | 'no-pods' // it has none yet, or none just now
  | 'pending' // it has Pods, of which none runs
  | 'running' // a Pod runs
  | 'retrying' // a Pod has failed, and another is to take its place
  | 'succeeding' // SuccessCriteriaMet: it will have succeeded when its Pods are gone
  | 'failing'; // FailureTarget: it will have failed when its Pods are gone

/** The state of a Job, and why. */
export interface JobState {
  readonly state: JobStateName;
  readonly reason?: string;
  readonly message?: string;
}

/** Of a Job's Pods, as far as they may be seen: how many there are of each kind, and how the last that ended did. */
export interface PodsSeen {
  readonly pending: number;
  readonly running: number;
  readonly last?: 'Succeeded' | 'Failed';
}

const OWN_CONTROLLER = 'kubernetes.io/job-controller';
/** Who makes its Pods and decides when, if that is not the Job controller alone: the Pods may be in another cluster, or come hours later. */
export function queueReason({ metadata: { labels, annotations }, spec }: Job): string | undefined {
  if (isManagedExternally({ spec })) return `managed by ${spec?.managedBy}`;
  const queue = labels?.[KUEUE_QUEUE_LABEL] ?? annotations?.[KUEUE_QUEUE_LABEL];
  return queue === undefined ? undefined : `in queue ${queue}`;
}

/** Whether another controller than Kubernetes' own makes its Pods, so that there may be none here. */
export function isManagedExternally({ spec }: Pick<Job, 'spec'>): boolean {
  return spec?.managedBy !== undefined && spec.managedBy !== OWN_CONTROLLER;
}

/** Whether it is meant to make no Pods just now, so that no clock runs. */
export function isSuspendedOrQueued(job: Job): boolean {
  const { suspend = false, parallelism = 1 } = job.spec ?? {};
  return suspend || parallelism === 0 || (isManagedExternally(job) && !atWork(job));
}

/** What a Job is at, by what it says itself, by its Pods, and by what stands in their way. Nothing of this decides how it ends. */
export function jobState(job: Job, pods: PodsSeen, standings: readonly Blocker[]): JobState {
  const announced = [
    ['failing', trueCondition(job, 'FailureTarget')],
    ['succeeding', trueCondition(job, 'SuccessCriteriaMet')],
  ] as const;
  for (const [state, condition] of announced) {
    if (condition !== undefined) {
      return { state, reason: condition.reason, message: condition.message };
    }
  }
  const {
    suspend = false,
    parallelism = 1,
    backoffLimit = 6,
    backoffLimitPerIndex,
  } = job.spec ?? {};
  const queue = queueReason(job);
  if (suspend) {
    return queue === undefined ? { state: 'suspended' } : { state: 'queued', message: queue };
  }
  if (pods.running > 0 || (job.status?.ready ?? 0) > 0) return { state: 'running' };
  if (parallelism === 0) return { state: 'paused' };
  const { failed = 0 } = job.status ?? {};
  if (pods.last === 'Failed' && failed > 0 && failed <= backoffLimit) {
    const limit =
      backoffLimitPerIndex === undefined
        ? `backoffLimit ${backoffLimit}`
        : `backoffLimitPerIndex ${backoffLimitPerIndex}`;
    return { state: 'retrying', message: `${failed} failed, ${limit}` };
  }
  if (isManagedExternally(job)) {
    return atWork(job) ? { state: 'pending' } : { state: 'queued', message: queue };
  }
  if (pods.pending > 0 || atWork(job)) {
    return {
      state: 'pending',
      ...obstacleIn(standings.filter(({ until, pod }) => pod !== undefined && until !== undefined)),
    };
  }
  return { state: 'no-pods', ...obstacleIn(standings.filter(({ pod }) => pod === undefined)) };
}

function atWork({ status }: Job): boolean {
  return (status?.active ?? 0) > 0;
}

/** Pods tell themselves what they wait for; what only events tell is told with the Job. */
function obstacleIn([standing]: readonly Blocker[]): Pick<JobState, 'reason' | 'message'> {
  return { reason: standing?.cause.reason, message: standing?.cause.message };
}
