import type { JobSpec } from '../../objects';

/** Whether a Pod that is being deleted is replaced only after it has ended. */
export function onlyReplacesFailedPods(spec: JobSpec): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}
