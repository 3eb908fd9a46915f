import { matchPodFailurePolicy } from './pod-failure-policy';
import { indexOf, isActive, isFailed, isTerminating, isTracked } from './pod-state';
import { onlyReplacesFailedPods } from './replacement';
import { finishedAt } from './retry-delay';
import {
  IndexInterval,
  indexIntervals,
  intersection,
  mergeIntervals,
  remainingIndexes,
} from '../../../kubernetes/index-set';
import type { JobSpec, JobStatus, LocalPod } from '../../objects';

type Intervals = readonly IndexInterval[];

/** Annotation of a Pod: how often its index has failed before. */
export const FAILURE_COUNT_ANNOTATION = 'batch.kubernetes.io/job-index-failure-count';
/** Annotation of a Pod: how often its index has failed before without being counted. */
export const IGNORED_FAILURE_COUNT_ANNOTATION =
  'batch.kubernetes.io/job-index-ignored-failure-count';

/** Returns the index of a Pod if it is an index of the Job. */
export function validIndexOf(pod: LocalPod, { completions = 0 }: JobSpec): number | undefined {
  const index = indexOf(pod);
  return index !== undefined && index < completions ? index : undefined;
}

/** Returns the indexes in the status that the Job still has: `completions` may have decreased. */
export function knownIndexes(text: string | undefined, { completions = 0 }: JobSpec): Intervals {
  return completions === 0 ? [] : intersection(indexIntervals(text ?? ''), [[0, completions - 1]]);
}

export function withIndexes(intervals: Intervals, indexes: Iterable<number>): Intervals {
  const added = Array.from(indexes, (i): IndexInterval => [i, i]);
  return added.length === 0 ? intervals : mergeIntervals([...intervals, ...added]);
}

export function hasIndex(intervals: Intervals, index: number): boolean {
  return intervals.some(([first, last]) => first <= index && index <= last);
}

/** Returns the indexes that have succeeded, with those of Pods that are not counted yet. */
export function succeededIndexes(
  spec: JobSpec,
  { completedIndexes }: JobStatus,
  pods: readonly LocalPod[],
): Intervals {
  const ended = pods.filter((pod) => pod.status.phase === 'Succeeded' && isTracked(pod));
  return withIndexes(knownIndexes(completedIndexes, spec), indexesOf(ended, spec));
}

/** Returns the indexes that have failed as often as they may. */
export function failedIndexes(
  spec: JobSpec,
  status: JobStatus,
  pods: readonly LocalPod[],
): Intervals {
  const failed = pods.filter((pod) => isTracked(pod) && failsIndex(pod, spec));
  return withIndexes(knownIndexes(status.failedIndexes, spec), indexesOf(failed, spec));
}

function failsIndex(pod: LocalPod, spec: JobSpec): boolean {
  if (!isFailed(pod, spec)) return false;
  const { action, counts } = matchPodFailurePolicy(spec.podFailurePolicy, pod);
  if (action === 'FailIndex') return true;
  return counts && failureCount(pod) >= spec.backoffLimitPerIndex!;
}

function indexesOf(pods: readonly LocalPod[], spec: JobSpec): number[] {
  return pods.map((pod) => validIndexOf(pod, spec)).filter((index) => index !== undefined);
}

/** Returns the lowest indexes that need a Pod. */
export function pendingIndexes(
  spec: JobSpec,
  pods: readonly LocalPod[],
  done: readonly Intervals[],
  count: number,
): number[] {
  const occupied = pods.filter(
    (pod) => isActive(pod) || (onlyReplacesFailedPods(spec) && isTerminating(pod)),
  );
  const taken = withIndexes([], indexesOf(occupied, spec));
  const pending: number[] = [];
  for (const [first, last] of remainingIndexes(spec.completions!, taken, ...done)) {
    for (let index = first; index <= last && pending.length < count; index++) pending.push(index);
  }
  return pending;
}

/**
 * Returns the last failed Pod of each index that waits for a new one. Its finalizer is kept until
 * then, since the new Pod continues its count of failures.
 */
export function podsToReplace(
  spec: JobSpec,
  pods: readonly LocalPod[],
  done: readonly Intervals[],
): ReadonlyMap<number, LocalPod> {
  const active = new Set(indexesOf(pods.filter(isActive), spec));
  const lastByIndex = new Map<number, LocalPod>();
  for (const pod of pods) {
    const index = validIndexOf(pod, spec);
    if (index === undefined || !isTracked(pod) || !isFailed(pod, spec)) continue;
    if (active.has(index) || done.some((intervals) => hasIndex(intervals, index))) continue;
    const last = lastByIndex.get(index);
    if (!last || isLaterFailure(pod, last)) lastByIndex.set(index, pod);
  }
  return lastByIndex;
}

function isLaterFailure(pod: LocalPod, last: LocalPod): boolean {
  return allFailures(last) <= allFailures(pod) && finishedAt(pod) >= finishedAt(last);
}

/** Returns how often the index of a Pod failed before the Pod, counted or not. */
export function allFailures(pod: LocalPod): number {
  return failureCount(pod) + ignoredFailureCount(pod);
}

/** Returns the annotations that a new Pod has from the Pod that it replaces. */
export function failureCountAnnotations(
  spec: JobSpec,
  replaced: LocalPod | undefined,
): Readonly<Record<string, string>> {
  if (!replaced) return { [FAILURE_COUNT_ANNOTATION]: '0' };
  const { counts } = matchPodFailurePolicy(spec.podFailurePolicy, replaced);
  const ignored = ignoredFailureCount(replaced) + (counts ? 0 : 1);
  return {
    [FAILURE_COUNT_ANNOTATION]: `${failureCount(replaced) + (counts ? 1 : 0)}`,
    ...(ignored > 0 && { [IGNORED_FAILURE_COUNT_ANNOTATION]: `${ignored}` }),
  };
}

function failureCount(pod: LocalPod): number {
  return countIn(pod, FAILURE_COUNT_ANNOTATION);
}

function ignoredFailureCount(pod: LocalPod): number {
  return countIn(pod, IGNORED_FAILURE_COUNT_ANNOTATION);
}

/** A user may have changed the annotation: anything but a count is ignored. */
function countIn({ metadata: { annotations } }: LocalPod, name: string): number {
  const text = annotations?.[name] ?? '';
  const count = /^\+?\d+$/.test(text) ? Number(text) : 0;
  return count <= 2 ** 31 - 1 ? count : 0;
}
