import type { End, Progress } from './end-of-job';
import { hasIndex, knownIndexes, validIndexOf, withIndexes } from './indexes';
import { matchPodFailurePolicy } from './pod-failure-policy';
import { isFailed, isTracked } from './pod-state';
import { formatIndexes, indexCount } from '../../../kubernetes/index-set';
import type { JobStatus, LocalJob, LocalPod } from '../../objects';

/** Most Pods that one turn counts, so that the status stays small. */
const MAX_UNCOUNTED_PODS = 500;

/** Pods that a turn counts: each is in the status until its finalizer is removed. */
export interface Counted {
  /** The status that names the Pods whose finalizer will be removed. */
  readonly status: JobStatus;
  readonly released: readonly LocalPod[];
  /** Whether the status differs from the given one. */
  readonly isChanged: boolean;
  /** Whether Pods are left for the next turn. */
  readonly isPartial: boolean;
}

/** Counts the Pods that have ended or, if the Job ends, all of them. */
export function countPods(
  job: LocalJob,
  status: JobStatus,
  pods: readonly LocalPod[],
  progress: Progress,
  toReplace: ReadonlyMap<number, LocalPod>,
  end: End | undefined,
): Counted {
  const { spec } = job;
  const isIndexed = spec.completionMode === 'Indexed';
  const tracked = pods.filter(isTracked);
  const settled = settle(status, tracked);
  const succeeded = [...(settled.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(settled.uncountedTerminatedPods?.failed ?? [])];
  const known = isIndexed ? knownIndexes(status.completedIndexes, spec) : [];
  const indexes: number[] = [];
  const released: LocalPod[] = [];
  let isChanged = settled !== status;
  let isPartial = false;
  const releasable = tracked.filter((pod) => isReleased(pod, job, toReplace, end));
  for (const pod of isIndexed ? byIndex(releasable, job) : releasable) {
    const { uid } = pod.metadata;
    released.push(pod);
    const index = validIndexOf(pod, spec);
    if (pod.status.phase === 'Succeeded' && !failed.includes(uid)) {
      if (isIndexed) {
        if (index !== undefined && !hasIndex(known, index)) {
          indexes.push(index);
          isChanged = true;
        }
      } else if (!succeeded.includes(uid)) {
        succeeded.push(uid);
        isChanged = true;
      }
    } else if (isFailed(pod, spec) || (end && !end.succeeds)) {
      const isCounted =
        !failed.includes(uid) &&
        (!isIndexed || index !== undefined) &&
        matchPodFailurePolicy(spec.podFailurePolicy, pod).counts;
      if (isCounted) {
        failed.push(uid);
        isChanged = true;
      }
    }
    if (indexes.length + succeeded.length + failed.length >= MAX_UNCOUNTED_PODS) {
      isPartial = true;
      break;
    }
  }
  const counted: JobStatus = {
    ...settled,
    uncountedTerminatedPods: {
      ...(succeeded.length > 0 && { succeeded }),
      ...(failed.length > 0 && { failed }),
    },
    ...(isIndexed && indexFields(progress, indexes)),
  };
  const changesIndexes =
    isIndexed &&
    ((counted.completedIndexes ?? '') !== (status.completedIndexes ?? '') ||
      counted.failedIndexes !== status.failedIndexes);
  return { status: counted, released, isChanged: isChanged || changesIndexes, isPartial };
}

/** Moves the Pods without a finalizer from the list of uncounted ones to the counts. */
export function settle(status: JobStatus, tracked: readonly LocalPod[]): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (succeeded.length === 0 && failed.length === 0) return status;
  const uids = new Set(tracked.map(({ metadata: { uid } }) => uid));
  const isLeft = (uid: string) => uids.has(uid);
  const [succeededLeft, failedLeft] = [succeeded.filter(isLeft), failed.filter(isLeft)];
  const newlySucceeded = succeeded.length - succeededLeft.length;
  const newlyFailed = failed.length - failedLeft.length;
  if (newlySucceeded === 0 && newlyFailed === 0) return status;
  return {
    ...status,
    ...(newlySucceeded > 0 && { succeeded: (status.succeeded ?? 0) + newlySucceeded }),
    ...(newlyFailed > 0 && { failed: (status.failed ?? 0) + newlyFailed }),
    uncountedTerminatedPods: {
      ...(succeededLeft.length > 0 && { succeeded: succeededLeft }),
      ...(failedLeft.length > 0 && { failed: failedLeft }),
    },
  };
}

/**
 * Whether the controller no longer needs a Pod. A Pod whose index waits for a new one is needed
 * until then.
 */
function isReleased(
  pod: LocalPod,
  { metadata, spec }: LocalJob,
  toReplace: ReadonlyMap<number, LocalPod>,
  end: End | undefined,
): boolean {
  if (end || metadata.deletionTimestamp !== undefined || pod.status.phase === 'Succeeded') {
    return true;
  }
  if (!isFailed(pod, spec)) return false;
  const index = validIndexOf(pod, spec);
  return index === undefined || toReplace.get(index) !== pod;
}

function indexFields(
  { succeededIndexes, failedIndexes }: Progress,
  added: readonly number[],
): JobStatus {
  const succeeded = withIndexes(succeededIndexes, added);
  return {
    succeeded: indexCount(succeeded),
    completedIndexes: formatIndexes(succeeded),
    failedIndexes: failedIndexes && formatIndexes(failedIndexes),
  };
}

function byIndex(pods: readonly LocalPod[], { spec }: LocalJob): readonly LocalPod[] {
  return [...pods].sort(
    (one, other) => (validIndexOf(one, spec) ?? -1) - (validIndexOf(other, spec) ?? -1),
  );
}
