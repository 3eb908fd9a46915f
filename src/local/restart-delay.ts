const FIRST_DELAY_MS = 10_000;
const MAX_DELAY_MS = 300_000;
/** A run that is longer starts the series of delays again. */
const LONG_RUN_MS = 600_000;

/**
 * Returns how long the kubelet waits after a run of a container before it starts the next one: not
 * at all after the first, then 10 s, twice as long after each further one, and 5 minutes at most.
 *
 * @param delayMs the wait after the run before it; undefined if it was the first run
 * @param ranMs how long it ran
 */
export function restartDelayMs(delayMs: number | undefined, ranMs: number): number {
  if (delayMs === undefined || ranMs > LONG_RUN_MS) return 0;
  return Math.min(Math.max(2 * delayMs, FIRST_DELAY_MS), MAX_DELAY_MS);
}
