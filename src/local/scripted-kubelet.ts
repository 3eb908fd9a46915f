import type { LocalContainerStatus, LocalPod } from './objects';
import { formatSeconds, toMilliseconds } from './timestamps';

/** What one Pod does, in seconds. */
export interface PodScript {
  /** From its creation until its containers run. @default 1 */
  readonly startSeconds?: number;
  /** How long its containers run. @default 1 */
  readonly runSeconds?: number;
  /** @default 0 */
  readonly exitCode?: number;
  /** The Pod stays Pending. @default false */
  readonly neverStarts?: boolean;
  /** The Pod is evicted instead of ending by itself. @default false */
  readonly disrupted?: boolean;
  /** How long its containers take to end after a deletion. @default 1 */
  readonly stopSeconds?: number;
}

/** Exit code of a container that was killed. */
const KILLED = 137;

/** When the kubelet changes a Pod next, in milliseconds, and what the Pod is then. */
export interface PodStep {
  readonly at: number;
  readonly pod: (now: number) => LocalPod;
}

/** Returns the next change of a Pod by its kubelet, or undefined if it does not change. */
export function nextStep(pod: LocalPod, script: PodScript): PodStep | undefined {
  const { phase } = pod.status;
  if (phase === 'Succeeded' || phase === 'Failed') return undefined;
  const { deletionTimestamp, creationTimestamp } = pod.metadata;
  const { startSeconds = 1, runSeconds = 1, stopSeconds = 1, exitCode = 0 } = script;
  const start = toMilliseconds(creationTimestamp) + startSeconds * 1000;
  if (deletionTimestamp !== undefined) {
    const at = toMilliseconds(deletionTimestamp) + stopSeconds * 1000;
    return { at, pod: (now) => ended(pod, KILLED, start, now) };
  }
  if (script.neverStarts) return undefined;
  if (phase === 'Pending' && runSeconds > 0) return { at: start, pod: () => running(pod) };
  const at = start + runSeconds * 1000;
  if (!script.disrupted) return { at, pod: (now) => ended(pod, exitCode, start, now) };
  return { at, pod: (now) => ended(withDisruption(pod, now), KILLED, start, now) };
}

function running(pod: LocalPod): LocalPod {
  return {
    ...pod,
    status: {
      ...pod.status,
      phase: 'Running',
      conditions: [...(pod.status.conditions ?? []), { type: 'Ready', status: 'True' }],
    },
  };
}

function withDisruption(pod: LocalPod, now: number): LocalPod {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    lastTransitionTime: formatSeconds(now),
  } as const;
  const conditions = [...(pod.status.conditions ?? []), condition];
  return { ...pod, status: { ...pod.status, conditions } };
}

function ended(pod: LocalPod, exitCode: number, start: number, now: number): LocalPod {
  const terminated = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: formatSeconds(start),
    finishedAt: formatSeconds(now),
  };
  return {
    metadata: {
      ...pod.metadata,
      ...(pod.metadata.deletionTimestamp !== undefined && { deletionGracePeriodSeconds: 0 }),
    },
    spec: pod.spec,
    status: {
      ...pod.status,
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      containerStatuses: pod.spec.containers.map(({ name }): LocalContainerStatus => ({
        name,
        restartCount: 0,
        state: { terminated },
      })),
    },
  };
}
