import type { LocalContainerStatus } from './objects';
import { restartDelayMs } from './restart-delay';
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
    if (delayAfter(runs, restartCount) === 0) {
      const restarted = startedContainer(name, at, restartCount + 1);
      return { at, status: { ...restarted, lastState: ended.state } };
    }
    const waiting = { reason: 'CrashLoopBackOff' };
    return { at, status: { ...ended, state: { waiting }, lastState: ended.state } };
  }
  const before = lastState?.terminated;
  if (!state?.waiting || before?.finishedAt === undefined) return undefined;
  const at = toMilliseconds(before.finishedAt) + delayAfter(runs, restartCount);
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

/** Returns how long the kubelet waits after the n-th run of a container, from 0. */
function delayAfter(runs: readonly ContainerRun[], nth: number): number {
  let delay: number | undefined;
  for (let run = 0; run <= nth; run++) {
    delay = restartDelayMs(delay, (runOf(runs, run).runSeconds ?? 1) * 1000);
  }
  return delay!;
}

function runOf(runs: readonly ContainerRun[], nth: number): ContainerRun {
  return runs[Math.min(nth, runs.length - 1)];
}
