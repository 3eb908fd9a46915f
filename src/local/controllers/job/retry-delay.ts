import { retryPauseSeconds } from '../../../kubernetes/retry-pause';
import type { LocalContainerStatus, LocalPod } from '../../objects';
import { toMilliseconds } from '../../timestamps';

/** The failures that delay the next Pod of a Job. */
export interface FailureRecord {
  readonly failuresSinceSuccess: number;
  /** @default no Pod has failed since the last success */
  readonly lastFailureMs?: number;
}

export const NO_FAILURES: FailureRecord = { failuresSinceSuccess: 0 };

/** Adds Pods that have ended since the last turn. A success ends the series of failures. */
export function addEnded(
  record: FailureRecord,
  succeeded: readonly LocalPod[],
  failed: readonly LocalPod[],
): FailureRecord {
  if (succeeded.length === 0 && failed.length === 0) return record;
  const failures = failed.map(finishedAt);
  if (succeeded.length === 0) {
    return {
      failuresSinceSuccess: record.failuresSinceSuccess + failures.length,
      lastFailureMs: Math.max(...failures),
    };
  }
  const lastSuccess = Math.max(...succeeded.map(finishedAt));
  const later = failures.filter((time) => time > lastSuccess);
  return later.length === 0
    ? NO_FAILURES
    : { failuresSinceSuccess: later.length, lastFailureMs: Math.max(...later) };
}

/** Returns how long to wait before the next Pod, in milliseconds. */
export function remainingDelay(
  { failuresSinceSuccess, lastFailureMs }: FailureRecord,
  now: number,
): number {
  if (failuresSinceSuccess === 0) return 0;
  const delay = retryPauseSeconds(failuresSinceSuccess) * 1000;
  return Math.max(0, delay - (now - lastFailureMs!));
}

/**
 * Returns when a Pod ended, in milliseconds: when its last container did, else when it was no
 * longer ready, else when its deletion began.
 */
export function finishedAt(pod: LocalPod): number {
  const { creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
  const ended = endOfContainers(pod);
  if (ended !== undefined) return ended;
  if (ready?.status === 'False' && ready.lastTransitionTime !== undefined) {
    return toMilliseconds(ready.lastTransitionTime);
  }
  return deletionTimestamp !== undefined
    ? toMilliseconds(deletionTimestamp) - deletionGracePeriodSeconds * 1000
    : toMilliseconds(creationTimestamp);
}

/** Returns when the last container ended, unless a container or sidecar has not. */
function endOfContainers({ spec, status }: LocalPod): number | undefined {
  const sidecars = new Set(
    (spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const ofSidecars = (status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
  const ends = endsOf(status.containerStatuses ?? []);
  if (ofSidecars.length === 0) return latest(ends);
  const later = endsOf(ofSidecars);
  // A container that still runs is ignored here if its sidecars have ended, as in Kubernetes.
  return later.includes(undefined) ? undefined : latest([latest(ends) ?? -Infinity, ...later]);
}

function endsOf(statuses: readonly LocalContainerStatus[]): (number | undefined)[] {
  return statuses.map(({ state }) => {
    const end = state?.terminated?.finishedAt;
    return end === undefined ? undefined : toMilliseconds(end);
  });
}

function latest(ends: readonly (number | undefined)[]): number | undefined {
  return ends.length === 0 || ends.includes(undefined)
    ? undefined
    : Math.max(...(ends as number[]));
}
