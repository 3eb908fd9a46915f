import { indexOf, isReady } from './pod-state';
import type { JobSpec, LocalPod } from '../../objects';
import { toMilliseconds } from '../../timestamps';

/**
 * Returns the active Pods that must go: at least a number of them, and of an indexed Job all whose
 * index is missing, not below `completions`, or the index of another Pod. Pods that have got less
 * far go first.
 */
export function surplusPods(
  spec: JobSpec,
  active: readonly LocalPod[],
  atLeast: number,
): readonly LocalPod[] {
  const [surplus, left] =
    spec.completionMode === 'Indexed' && !haveOwnIndexes(spec, active)
      ? withoutDuplicates(spec, active)
      : [[], active];
  const more = Math.max(0, atLeast - surplus.length);
  if (more === 0) return surplus;
  return [...surplus, ...[...left].sort(byProgress).slice(0, more)];
}

/** Whether each Pod has an index of the Job that no other has: the usual case, without sorting. */
function haveOwnIndexes({ completions = 0 }: JobSpec, active: readonly LocalPod[]): boolean {
  const seen = new Set<number>();
  for (const pod of active) {
    const index = indexOf(pod);
    if (index === undefined || index >= completions || seen.has(index)) return false;
    seen.add(index);
  }
  return true;
}

function withoutDuplicates(
  { completions = 0 }: JobSpec,
  active: readonly LocalPod[],
): readonly [surplus: LocalPod[], left: LocalPod[]] {
  const surplus: LocalPod[] = [];
  const best = new Map<number, LocalPod>();
  for (const pod of [...active].sort(byProgress)) {
    const index = indexOf(pod);
    if (index === undefined || index >= completions) {
      surplus.push(pod);
      continue;
    }
    const other = best.get(index);
    if (other) surplus.push(other);
    best.set(index, pod);
  }
  return [surplus, [...best.values()]];
}

const PHASES = ['Pending', 'Unknown', 'Running'];

/** Sorts active Pods, the one that has got least far first. */
function byProgress(one: LocalPod, other: LocalPod): number {
  return (
    Number(one.spec.nodeName !== undefined) - Number(other.spec.nodeName !== undefined) ||
    PHASES.indexOf(one.status.phase) - PHASES.indexOf(other.status.phase) ||
    Number(isReady(one)) - Number(isReady(other)) ||
    readySince(other) - readySince(one) ||
    mostRestarts(other) - mostRestarts(one) ||
    toMilliseconds(other.metadata.creationTimestamp) -
      toMilliseconds(one.metadata.creationTimestamp)
  );
}

function readySince(pod: LocalPod): number {
  const time = pod.status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  return isReady(pod) && time !== undefined ? toMilliseconds(time) : 0;
}

function mostRestarts({ status: { containerStatuses = [] } }: LocalPod): number {
  return Math.max(0, ...containerStatuses.map(({ restartCount }) => restartCount));
}
