import type { PodBounds } from './job-bounds';
import { podsAtOnce } from './retry-limits';
import { startedIndexes, StartedIndexes } from './success-policy-bounds';
import { retriesWithin } from '../kubernetes/retry-pause';
import type { Struct } from '../kubernetes/schema/field';

type JobSpec = Struct<'JobSpec'>;

/** Most Pods that the Job controller creates before it looks at those that have ended. */
const MAX_PODS_PER_SYNC = 500;

/** Returns how many Pods a Job creates. */
export function podBounds(spec: JobSpec, actions: ReadonlySet<string>): PodBounds {
  const mostAtOnce = podsAtOnce(spec);
  const canSucceed = mostAtOnce > 0 || spec.completions === 0;
  return {
    fewestToSucceed: canSucceed ? fewestToSucceed(spec, mostAtOnce) : null,
    most: mostAtOnce === 0 ? 0 : most(spec, mostAtOnce, actions.has('Ignore')),
    mostAtOnce,
    replacesDeletedAtOnce: spec.podReplacementPolicy !== 'Failed',
  };
}

function fewestToSucceed(spec: JobSpec, atOnce: number): number {
  const { completions = atOnce } = spec; // a work queue starts all its workers
  const started = successPolicyBounds(spec);
  if (!started) return completions;
  return Math.max(started.fewest, Math.min(atOnce, MAX_PODS_PER_SYNC));
}

/**
 * A Pod that is created succeeds, fails or runs. So the number of Pods is that of the failures that
 * are retried, and of all others: one for each completion or worker.
 */
function most(spec: JobSpec, atOnce: number, ignoresFailures: boolean): number | null {
  const {
    completions = atOnce,
    backoffLimit = 0,
    backoffLimitPerIndex,
    activeDeadlineSeconds,
  } = spec;
  const retries = Math.min(backoffLimit, completions * (backoffLimitPerIndex ?? Infinity));
  const limit = ignoresFailures ? Infinity : retries;
  // Only here does each failure delay the next Pod: elsewhere, a success ends the pause.
  const inTime =
    completions === 1 && activeDeadlineSeconds !== undefined
      ? retriesWithin(activeDeadlineSeconds)
      : Infinity;
  const started = backoffLimitPerIndex === undefined ? successPolicyBounds(spec) : undefined;
  const pods = (started?.most ?? completions) + Math.min(limit, inTime);
  return pods === Infinity ? null : pods;
}

function successPolicyBounds(spec: JobSpec): StartedIndexes | undefined {
  const { successPolicy, completions = 0, parallelism = 0 } = spec;
  return successPolicy && startedIndexes(successPolicy.rules ?? [], completions, parallelism);
}
