import { HintTemplate, SHOW_JOB_EVENTS, SHOW_JOB_PODS, showField } from './hint-rule';
import type { Job } from '../kube/objects';

function backoffMessage({ spec }: Job): string {
  return spec?.template?.spec?.restartPolicy === 'OnFailure'
    ? 'with restartPolicy OnFailure its Pods and their logs are deleted when it fails; ' +
        'with Never they stay'
    : `its Pods failed more often than backoffLimit (${spec?.backoffLimit}) allows`;
}

/**
 * The hints for a failed Job, by the reason of its condition.
 * @see https://github.com/kubernetes/api/blob/v0.35.0/batch/v1/types.go (JobReason…)
 */
const HINTS_BY_REASON: Readonly<Record<string, HintTemplate<Job>>> = {
  DeadlineExceeded: {
    message: ({ spec }) =>
      `activeDeadlineSeconds (${spec?.activeDeadlineSeconds}) expired: ` +
      'it includes the time to wait for a node and to pull images',
    command: SHOW_JOB_EVENTS,
  },
  BackoffLimitExceeded: { message: backoffMessage, command: SHOW_JOB_PODS },
  PodFailurePolicy: {
    message: 'a rule of podFailurePolicy ended it at once, whatever backoffLimit allows',
    command: showField('.spec.podFailurePolicy'),
  },
  FailedIndexes: {
    message: ({ spec }) =>
      `some indexes failed more often than backoffLimitPerIndex (${spec?.backoffLimitPerIndex}) ` +
      'allows, or by a rule of podFailurePolicy; the others ran to completion',
    command: showField('.status.failedIndexes'),
  },
  MaxFailedIndexesExceeded: {
    message: ({ spec }) =>
      `more indexes failed than maxFailedIndexes (${spec?.maxFailedIndexes}) allows, ` +
      'so the Job controller stopped the others',
    command: showField('.status.failedIndexes'),
  },
};

/** Returns the hint for a failed Job with this reason, if there is one. */
export function hintForReason(reason: string | undefined): HintTemplate<Job> | undefined {
  return reason !== undefined && Object.hasOwn(HINTS_BY_REASON, reason)
    ? HINTS_BY_REASON[reason]
    : undefined;
}

/** Whether the Job controller writes an Event with this reason when a Job has ended. */
export function isEndingReason(reason: string): boolean {
  return reason === 'Completed' || Object.hasOwn(HINTS_BY_REASON, reason);
}
