import type { Hint } from './hint';
import { deletionTime } from './job-deadline';
import type { ContainerStatus, Pod } from '../kube/objects';

/**
 * Returns a hint for a Pod that continues, probably for a sidecar, though one of its containers has
 * ended and will not be restarted. What counts in a Pod that is deleted is its state before.
 */
export function sidecarHint(pods: Iterable<Pod>, namespace: string): Hint[] {
  for (const pod of pods) {
    const { name } = pod.metadata;
    const deletedAt = deletionTime(pod);
    const containers = pod.status?.containerStatuses ?? [];
    const ended = containers.filter((container) => hadEnded(container, pod, deletedAt));
    const running = containers.filter((container) => stillRan(container, deletedAt));
    if (ended.length === 0 || running.length === 0) continue;
    const [work, sidecar] = [names(ended), names(running)];
    const what =
      deletedAt === undefined
        ? `${work} has ended and ${sidecar} still runs`
        : `${work} had ended and ${sidecar} still ran when the Pod was deleted`;
    return [
      {
        message:
          `in Pod ${name}, ${what}; ` +
          'the Job ends when all have; declare a sidecar in initContainers, with restartPolicy: Always',
        command: `kubectl get pod ${name} -n ${namespace} -o jsonpath='{.status.containerStatuses}'`,
      },
    ];
  }
  return [];
}

function hadEnded({ state }: ContainerStatus, { spec }: Pod, deletedAt = Infinity): boolean {
  const ended = state?.terminated;
  if (ended === undefined || (ended.exitCode !== 0 && spec.restartPolicy !== 'Never')) return false;
  return deletedAt === Infinity || Date.parse(ended.finishedAt ?? '') < deletedAt;
}

function stillRan({ state }: ContainerStatus, deletedAt = Infinity): boolean {
  return (
    state?.running !== undefined || Date.parse(state?.terminated?.finishedAt ?? '') >= deletedAt
  );
}

function names(containers: readonly ContainerStatus[]): string {
  return containers.map(({ name }) => name).join(', ');
}
