import { onlyReplacesFailedPods } from './replacement';
import { COMPLETION_INDEX_LABEL } from '../../../kubernetes/well-known-labels';
import type { JobSpec, LocalPod } from '../../objects';

/** Keeps a Pod in the API until the Job controller has counted it. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

export function hasEnded({ status: { phase } }: LocalPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Whether nothing keeps a Pod in the API any more. */
export function isGone({ metadata }: LocalPod): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = metadata;
  return (
    deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && finalizers.length === 0
  );
}

/** Whether a Pod runs or will run: it has not ended, and is not being deleted. */
export function isActive(pod: LocalPod): boolean {
  return !hasEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether a Pod is being deleted and its containers still run. */
export function isTerminating(pod: LocalPod): boolean {
  return !hasEnded(pod) && pod.metadata.deletionTimestamp !== undefined;
}

/**
 * Whether a Pod counts as failed. A Pod that is being deleted counts at once, unless its
 * replacement waits until it has ended.
 */
export function isFailed(pod: LocalPod, spec: JobSpec): boolean {
  const { phase } = pod.status;
  if (phase === 'Failed') return true;
  if (onlyReplacesFailedPods(spec)) return false;
  return pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded';
}

export function isReady({ status: { conditions = [] } }: LocalPod): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Whether the Job controller has not counted a Pod yet. */
export function isTracked({ metadata: { finalizers = [] } }: LocalPod): boolean {
  return finalizers.includes(TRACKING_FINALIZER);
}

/** Returns the completion index of a Pod. */
export function indexOf({ metadata: { annotations } }: LocalPod): number | undefined {
  const text = annotations?.[COMPLETION_INDEX_LABEL];
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined;
}
