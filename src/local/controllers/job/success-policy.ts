import {
  IndexInterval,
  indexCount,
  indexIntervals,
  intersection,
} from '../../../kubernetes/index-set';
import type { JobSpec } from '../../objects';

/** Returns why the indexes that have succeeded are enough for the Job, or undefined. */
export function matchSuccessPolicy(
  { successPolicy, completions }: JobSpec,
  succeeded: readonly IndexInterval[],
): string | undefined {
  if (!successPolicy || succeeded.length === 0) return undefined;
  const matches = successPolicy.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) {
      return indexCount(succeeded) >= (succeededCount ?? Infinity);
    }
    const required = intersection(indexIntervals(succeededIndexes), [[0, completions! - 1]]);
    if (required.length === 0) return false;
    const count = indexCount(intersection(required, succeeded));
    return count === indexCount(required) || count >= (succeededCount ?? Infinity);
  });
  return matches < 0 ? undefined : `Matched rules at index ${matches}`;
}
