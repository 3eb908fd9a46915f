import type { Struct } from '../kubernetes/schema/field';

type JobSpec = Struct<'JobSpec'>;

/** The `backoffLimit` that the API server sets for a Job with a limit per index: none. */
const NO_LIMIT = 2 ** 31 - 1;

/** Returns the limit of failures of the whole Job, or undefined if it has none. */
export function effectiveLimit({ backoffLimit = 0 }: JobSpec): number | undefined {
  return backoffLimit === NO_LIMIT ? undefined : backoffLimit;
}

/** Returns the number of Pods that a Job needs to succeed at most at the same time. */
export function podsAtOnce({ completions = Infinity, parallelism = 0 }: JobSpec): number {
  return Math.min(completions, parallelism);
}
