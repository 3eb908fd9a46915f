import type { JobEnd } from './job-bounds';
import { podsAtOnce } from './retry-limits';
import type { Struct } from '../kubernetes/schema/field';

type JobSpec = Struct<'JobSpec'>;

const NO_PODS = { complete: 'CompletionsReached', fail: 'DeadlineExceeded' } as const;

/** Returns the ways in which a Job can end. */
export function jobEnds(spec: JobSpec, actions: ReadonlySet<string>): JobEnd[] {
  if (spec.completions === 0) return [{ condition: 'Complete', reason: NO_PODS.complete }];
  const failures: JobEnd[] = failureReasons(spec, actions).map((reason) => ({
    condition: 'Failed',
    reason,
  }));
  if (podsAtOnce(spec) === 0) return failures.filter(({ reason }) => reason === NO_PODS.fail);
  const reason = spec.successPolicy ? 'SuccessPolicy' : 'CompletionsReached';
  return [{ condition: 'Complete', reason }, ...failures];
}

function failureReasons(spec: JobSpec, actions: ReadonlySet<string>): string[] {
  const { completions = Infinity, backoffLimit = 0, backoffLimitPerIndex } = spec;
  const { maxFailedIndexes = Infinity, activeDeadlineSeconds } = spec;
  const perIndex = backoffLimitPerIndex !== undefined;
  const mostFailures = perIndex ? completions * (backoffLimitPerIndex + 1) : Infinity;
  // With the action FailIndex, an index can fail with its first Pod.
  const failuresOfIndex = actions.has('FailIndex') ? 1 : (backoffLimitPerIndex ?? 0) + 1;
  const failedIndexes = Math.min(Math.floor(backoffLimit / failuresOfIndex), completions);
  return [
    ...(actions.has('FailJob') ? ['PodFailurePolicy'] : []),
    ...(mostFailures > backoffLimit ? ['BackoffLimitExceeded'] : []),
    ...(activeDeadlineSeconds !== undefined ? [NO_PODS.fail] : []),
    ...(perIndex && failedIndexes > maxFailedIndexes ? ['MaxFailedIndexesExceeded'] : []),
    ...(perIndex && failedIndexes > 0 && maxFailedIndexes > 0 ? ['FailedIndexes'] : []),
  ];
}
