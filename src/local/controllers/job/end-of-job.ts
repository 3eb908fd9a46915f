import { conditionOf } from './conditions';
import { matchPodFailurePolicy } from './pod-failure-policy';
import { isFailed } from './pod-state';
import { matchSuccessPolicy } from './success-policy';
import { IndexInterval, indexCount } from '../../../kubernetes/index-set';
import type { JobSpec, LocalJob, LocalPod } from '../../objects';
import { toMilliseconds } from '../../timestamps';

/**
 * How a Job ends. It ends in two steps: an interim condition says so while Pods still end, and the
 * final one when no Pod is left.
 */
export interface End {
  readonly succeeds: boolean;
  readonly reason: string;
  readonly message: string;
  /** Whether the interim condition is in the status already. */
  readonly isAnnounced: boolean;
}

export const INTERIM = { success: 'SuccessCriteriaMet', failure: 'FailureTarget' } as const;

/** What the Pods of a Job have come to. */
export interface Progress {
  /** Pods or, of an indexed Job, indexes that have succeeded. */
  readonly succeeded: number;
  /** Failed Pods that count towards `backoffLimit`. */
  readonly failed: number;
  readonly succeededIndexes: readonly IndexInterval[];
  /** @default the Job has no `backoffLimitPerIndex` */
  readonly failedIndexes?: readonly IndexInterval[];
}

/**
 * Returns how a Job ends, whatever its Pods do from now on. Where several reasons apply, the order
 * of Kubernetes decides: an end that was announced, the failure policy, the limit of retries, the
 * deadline, failed indexes, the success policy.
 */
export function endOfJob(
  job: LocalJob,
  pods: readonly LocalPod[],
  progress: Progress,
  now: number,
): End | undefined {
  return (
    announcedEnd(job) ??
    policyFailure(job.spec, pods) ??
    limitFailure(job, pods, progress, now) ??
    indexFailure(job.spec, progress) ??
    policySuccess(job.spec, progress)
  );
}

/** The end of a Job whose Pods have all succeeded. */
export const COMPLETIONS_REACHED: End = {
  succeeds: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
  isAnnounced: false,
};

/** Returns when the deadline of a Job expires, in milliseconds, unless it has none. */
export function deadlineOf({ spec, status }: LocalJob): number | undefined {
  return spec.activeDeadlineSeconds === undefined || status.startTime === undefined || spec.suspend
    ? undefined
    : toMilliseconds(status.startTime) + spec.activeDeadlineSeconds * 1000;
}

function announcedEnd({ status }: LocalJob): End | undefined {
  for (const type of [INTERIM.success, INTERIM.failure]) {
    const condition = conditionOf(status, type);
    if (condition?.status === 'True') {
      const { reason = '', message = '' } = condition;
      return { succeeds: type === INTERIM.success, reason, message, isAnnounced: true };
    }
  }
  return undefined;
}

function policyFailure(spec: JobSpec, pods: readonly LocalPod[]): End | undefined {
  for (const pod of pods) {
    if (!isFailed(pod, spec)) continue;
    const { failJobMessage } = matchPodFailurePolicy(spec.podFailurePolicy, pod);
    if (failJobMessage !== undefined) return failure('PodFailurePolicy', failJobMessage);
  }
  return undefined;
}

function limitFailure(
  job: LocalJob,
  pods: readonly LocalPod[],
  { failed }: Progress,
  now: number,
): End | undefined {
  const { spec } = job;
  if (failed > spec.backoffLimit || restartsExceedLimit(spec, pods)) {
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const deadline = deadlineOf(job);
  return deadline !== undefined && now >= deadline
    ? failure('DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined;
}

/** Restarts of containers in place count towards the limit while their Pod is active. */
function restartsExceedLimit({ backoffLimit, template }: JobSpec, pods: readonly LocalPod[]) {
  if (template.spec.restartPolicy !== 'OnFailure') return false;
  const restarts = pods
    .filter(({ status: { phase } }) => phase === 'Running' || phase === 'Pending')
    .flatMap(({ status: { initContainerStatuses = [], containerStatuses = [] } }) => [
      ...initContainerStatuses,
      ...containerStatuses,
    ])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

function indexFailure(
  { maxFailedIndexes = Infinity, completions = 0 }: JobSpec,
  { succeededIndexes, failedIndexes = [] }: Progress,
): End | undefined {
  const failed = indexCount(failedIndexes);
  if (failed > maxFailedIndexes) {
    return failure(
      'MaxFailedIndexesExceeded',
      'Job has exceeded the specified maximal number of failed indexes',
    );
  }
  return failed > 0 && failed + indexCount(succeededIndexes) >= completions
    ? failure('FailedIndexes', 'Job has failed indexes')
    : undefined;
}

function policySuccess(spec: JobSpec, { succeededIndexes }: Progress): End | undefined {
  const message = matchSuccessPolicy(spec, succeededIndexes);
  return message === undefined
    ? undefined
    : { succeeds: true, reason: 'SuccessPolicy', message, isAnnounced: false };
}

function failure(reason: string, message: string): End {
  return { succeeds: false, reason, message, isAnnounced: false };
}
