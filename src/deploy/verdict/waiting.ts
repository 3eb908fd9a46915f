import type { Pod } from '../kube/objects';

/** What a container reports while all is going well. */
const UNREMARKABLE = ['ContainerCreating', 'PodInitializing'];

/** Why a Pod does not run, in the words of the kubelet or the scheduler; undefined if nothing stands in its way. */
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
    if (state?.waiting?.reason !== undefined && !UNREMARKABLE.includes(state.waiting.reason)) {
      return { reason: state.waiting.reason, message: state.waiting.message };
    }
  }
  return undefined;
}
