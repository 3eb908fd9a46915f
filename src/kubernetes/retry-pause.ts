const FIRST_PAUSE_SECONDS = 10;
const MAX_PAUSE_SECONDS = 600;
/** The number of pauses until they no longer grow: 10, 20, 40, 80, 160, 320 and 600 seconds. */
const GROWING_PAUSES = 7;

/**
 * Returns how long the Job controller waits after the n-th failure in a row before it creates the
 * next Pod, in seconds: 10 s after the first, twice as long after each further one, and 10 minutes
 * at most. With `backoffLimitPerIndex`, the failures of each index count on their own.
 *
 * Source: the Job controller of Kubernetes 1.35, which the suite `equivalence` runs.
 */
export function retryPauseSeconds(failuresInRow: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** (failuresInRow - 1), MAX_PAUSE_SECONDS);
}

/** Returns the pauses of so many retries in a row, without those that repeat the last one. */
export function distinctPauses(retries: number): number[] {
  return Array.from({ length: Math.min(retries, GROWING_PAUSES) }, (_, i) =>
    retryPauseSeconds(i + 1),
  );
}

/** Returns the sum of the pauses of so many retries in a row, in seconds. */
export function totalPauseSeconds(retries: number): number {
  const sum = distinctPauses(retries).reduce((total, pause) => total + pause, 0);
  return sum + Math.max(0, retries - GROWING_PAUSES) * MAX_PAUSE_SECONDS;
}

/** Returns how many retries in a row begin in less than so many seconds, if each fails at once. */
export function retriesWithin(seconds: number): number {
  for (let retries = 0; retries <= GROWING_PAUSES; retries++) {
    if (totalPauseSeconds(retries + 1) >= seconds) return retries;
  }
  const rest = seconds - totalPauseSeconds(GROWING_PAUSES);
  return GROWING_PAUSES + Math.ceil(rest / MAX_PAUSE_SECONDS) - 1;
}
