import type { LocalContainerStatus } from './objects';
import { formatSeconds, toMilliseconds } from './timestamps';

/** One run of a container. */
export interface ContainerRun {
  /** @default 1 */
  readonly runSeconds?: number;
  /** @default 0 */
  readonly exitCode?: number;
  /** Why it ended, such as `OOMKilled`. @default `Completed` if the exit code is 0, else `Error` */
  readonly reason?: string;
}

/** Exit code of a container that was killed. */
export const KILLED = 137;

const FIRST_RESTART_DELAY_MS = 10_000;
const MAX_RESTART_DELAY_MS = 300_000;
/** A run that is longer starts the series of delays again. */
const LONG_RUN_MS = 600_000;

export function startedContainer(name: string, at: number, restartCount = 0): LocalContainerStatus {
  return { name, restartCount, ready: true, state: { running: { startedAt: formatSeconds(at) } } };
}

/**
 * Returns when a container ends or is restarted next, in milliseconds, and its status then.
 *
 * @param runs what each run of the container does; the last one repeats
 */
export function nextContainerStep(
  status: LocalContainerStatus,
  runs: readonly ContainerRun[],
  restarts: boolean,
): { readonly at: number; readonly status: LocalContainerStatus } | undefined {
  const { name, restartCount, state, lastState } = status;
  if (state?.running) {
    const { runSeconds = 1, exitCode = 0, reason } = runOf(runs, restartCount);
    const at = toMilliseconds(state.running.startedAt) + runSeconds * 1000;
    const ended = endedContainer(status, exitCode, at, reason);
    if (exitCode === 0 || !restarts) return { at, status: ended };
    if (restartDelayMs(runs, restartCount) === 0) {
      const restarted = startedContainer(name, at, restartCount + 1);
      return { at, status: { ...restarted, lastState: ended.state } };
    }
    const waiting = { reason: 'CrashLoopBackOff' };
    return { at, status: { ...ended, state: { waiting }, lastState: ended.state } };
  }
  const before = lastState?.terminated;
  if (!state?.waiting || before?.finishedAt === undefined) return undefined;
  const at = toMilliseconds(before.finishedAt) + restartDelayMs(runs, restartCount);
  return { at, status: { ...startedContainer(name, at, restartCount + 1), lastState } };
}

/** Returns a container that was killed. One that had ended keeps how it ended. */
export function killedContainer(status: LocalContainerStatus, now: number): LocalContainerStatus {
  const { state, lastState } = status;
  if (state?.terminated) return status;
  if (state?.waiting) return { ...status, ready: false, state: lastState };
  return endedContainer(status, KILLED, now);
}

function endedContainer(
  { name, restartCount, state }: LocalContainerStatus,
  exitCode: number,
  at: number,
  reason = exitCode === 0 ? 'Completed' : 'Error',
): LocalContainerStatus {
  const terminated = {
    exitCode,
    reason,
    startedAt: state?.running?.startedAt,
    finishedAt: formatSeconds(at),
  };
  return { name, restartCount, ready: false, state: { terminated } };
}

/**
 * Returns how long the kubelet waits after the n-th run of a container: not at all after the first,
 * then 10 s, twice as long after each further one, and 5 minutes at most.
 */
function restartDelayMs(runs: readonly ContainerRun[], nth: number): number {
  let delay = 0;
  for (let run = 0; ; run++) {
    if ((runOf(runs, run).runSeconds ?? 1) * 1000 > LONG_RUN_MS) delay = 0;
    if (run === nth) return delay;
    delay = Math.min(Math.max(2 * delay, FIRST_RESTART_DELAY_MS), MAX_RESTART_DELAY_MS);
  }
}

function runOf(runs: readonly ContainerRun[], nth: number): ContainerRun {
  return runs[Math.min(nth, runs.length - 1)];
}
