import { isFinished } from './conditions';
import { isTracked } from './pod-state';
import type { Write } from './write';
import { isManagedExternally } from '../../../kubernetes/managed-by';
import type { LocalJob, LocalPod } from '../../objects';

/**
 * Returns the writes that release a Pod which no Job counts any more: its Job is gone or has ended,
 * or the Pod has no owner. A Pod with an owner of another kind is left alone.
 *
 * @param job the Job that the Pod names as its controller, if it exists
 */
export function releaseOrphan(pod: LocalPod, job: LocalJob | undefined): Write[] {
  const controller = pod.metadata.ownerReferences?.find((owner) => owner.controller);
  const isOfJob = controller?.kind === 'Job' && controller.apiVersion === 'batch/v1';
  const isCounted = job && (isManagedExternally(job.spec) || !isFinished(job.status));
  if (!isTracked(pod) || (controller && !isOfJob) || (controller && isCounted)) return [];
  return [{ type: 'removeFinalizer', name: pod.metadata.name }];
}
