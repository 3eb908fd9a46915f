import { indexCount, indexIntervals, IndexInterval, intersection } from '../kubernetes/index-set';
import type { Struct } from '../kubernetes/schema/field';

/**
 * How many of its indexes a Job starts until its success policy is met. Indexes start in ascending
 * order, and a new one only when another has succeeded.
 */
export interface StartedIndexes {
  /** If the indexes that the policy needs succeed first. */
  readonly fewest: number;
  /** If they succeed last. */
  readonly most: number;
}

/**
 * Returns the bounds for a success policy. With several rules, `most` takes each rule alone, so
 * together they may keep the Job from starting as many.
 */
export function startedIndexes(
  rules: readonly Struct<'SuccessPolicyRule'>[],
  completions: number,
  parallelism: number,
): StartedIndexes {
  const all: IndexInterval[] = [[0, completions - 1]];
  const bounds = rules.map(({ succeededIndexes, succeededCount }) => {
    const indexes =
      succeededIndexes === undefined ? all : intersection(indexIntervals(succeededIndexes), all);
    const count = Math.min(succeededCount ?? Infinity, indexCount(indexes));
    return {
      fewest: nthIndex(indexes, count) + 1,
      // All Pods but one run indexes of the rule that have not succeeded; the next such index is last.
      most: nthIndex(indexes, count + parallelism - 1) + 1,
    };
  });
  return {
    fewest: Math.min(completions, ...bounds.map(({ fewest }) => fewest)),
    most: Math.min(completions, ...bounds.map(({ most }) => most)),
  };
}

/** Returns the n-th index, from 1, or Infinity if there are fewer. */
function nthIndex(intervals: readonly IndexInterval[], n: number): number {
  let left = n;
  for (const [first, last] of intervals) {
    if (left <= last - first + 1) return first + left - 1;
    left -= last - first + 1;
  }
  return Infinity;
}
