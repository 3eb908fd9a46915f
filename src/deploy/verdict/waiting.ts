import type { Pod } from '../kube/objects';

/** Reasons of containers that start normally. */
const NORMAL_REASONS = ['ContainerCreating', 'PodInitializing'];

/** Returns why a Pod does not run, as the scheduler or the kubelet reports it. */
export function waitingFor(
  pod: Pod,
): { readonly reason: string; readonly message?: string } | undefined {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return undefined;
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (unscheduled?.reason !== undefined) {
    return { reason: unscheduled.reason, message: unscheduled.message };
  }
  for (const { state } of [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ]) {
    if (state?.waiting?.reason !== undefined && !NORMAL_REASONS.includes(state.waiting.reason)) {
      return { reason: state.waiting.reason, message: state.waiting.message };
    }
  }
  return undefined;
}
