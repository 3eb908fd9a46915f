import type { LocalContainerStatus, LocalPod } from './objects';
import {
  ContainerRun,
  killedContainer,
  nextContainerStep,
  startedContainer,
} from './scripted-container';
import { formatSeconds, toMilliseconds } from './timestamps';

/** What one Pod does, in seconds. */
export interface PodScript {
  /** From its creation until its containers run. @default 1 */
  readonly startSeconds?: number;
  /** How long its containers run. @default 1 */
  readonly runSeconds?: number;
  /** @default 0 */
  readonly exitCode?: number;
  /** Why its containers end. @default `Completed` if the exit code is 0, else `Error` */
  readonly reason?: string;
  /**
   * The runs of a container, by its name; the last one repeats. A container runs again if it fails
   * and the restart policy of the Pod is `OnFailure`.
   * @default all runs are as `runSeconds`, `exitCode` and `reason` say
   */
  readonly containers?: Readonly<Record<string, readonly ContainerRun[]>>;
  /** The Pod stays Pending. @default false */
  readonly neverStarts?: boolean;
  /** The Pod is evicted when it has run for `runSeconds`. @default false */
  readonly disrupted?: boolean;
  /**
   * How long its containers take to end after a deletion. When the grace period ends they are killed.
   * @default 1
   */
  readonly stopSeconds?: number;
}

/** When the kubelet changes a Pod next, in milliseconds, and what the Pod is then. */
export interface PodStep {
  readonly at: number;
  readonly pod: (now: number) => LocalPod;
}

/** Returns the next change of a Pod by its kubelet, or undefined if it does not change. */
export function nextStep(pod: LocalPod, script: PodScript): PodStep | undefined {
  const { phase } = pod.status;
  if (phase === 'Succeeded' || phase === 'Failed') return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
  const { startSeconds = 1, runSeconds = 1, stopSeconds = 1 } = script;
  const start = toMilliseconds(creationTimestamp) + startSeconds * 1000;
  if (deletionTimestamp !== undefined) {
    // The timestamp is that of the end of the grace period.
    const early = Math.max(deletionGracePeriodSeconds - stopSeconds, 0);
    const at = toMilliseconds(deletionTimestamp) - early * 1000;
    return { at, pod: (now) => killed(pod, start, now) };
  }
  if (script.neverStarts) return undefined;
  const step = phase === 'Pending' ? started(pod, script, start) : containerStep(pod, script);
  const end = start + runSeconds * 1000;
  return script.disrupted && (!step || end <= step.at)
    ? { at: end, pod: (now) => killed(withDisruption(pod, now), start, now) }
    : step;
}

function started(pod: LocalPod, script: PodScript, start: number): PodStep {
  const running = withContainers(
    pod,
    pod.spec.containers.map(({ name }) => startedContainer(name, start)),
    start,
  );
  const next = containerStep(running, script);
  // A Pod that ends as it starts was never seen running.
  return { at: start, pod: (now) => (next && next.at <= start ? next.pod(now) : running) };
}

/** The next changes of containers, all that happen at the same time at once. */
function containerStep(pod: LocalPod, script: PodScript): PodStep | undefined {
  const { containerStatuses = [] } = pod.status;
  const { runSeconds, exitCode, reason, containers = {} } = script;
  const restarts = pod.spec.restartPolicy === 'OnFailure';
  const steps = containerStatuses.map((status) =>
    nextContainerStep(
      status,
      containers[status.name] ?? [{ runSeconds, exitCode, reason }],
      restarts,
    ),
  );
  const at = Math.min(...steps.map((step) => step?.at ?? Infinity));
  if (at === Infinity) return undefined;
  const changed = containerStatuses.map((status, i) => {
    const step = steps[i];
    return step?.at === at ? step.status : status;
  });
  return { at, pod: (now) => withContainers(pod, changed, now) };
}

/** Sets the statuses of all containers, and with them the phase and whether the Pod is ready. */
function withContainers(
  pod: LocalPod,
  containerStatuses: readonly LocalContainerStatus[],
  now: number,
): LocalPod {
  const ends = containerStatuses.map(({ state }) => state?.terminated?.exitCode);
  const phase = ends.includes(undefined)
    ? 'Running'
    : ends.every((exitCode) => exitCode === 0)
      ? 'Succeeded'
      : 'Failed';
  const status = containerStatuses.every(({ ready }) => ready) ? 'True' : 'False';
  const before = pod.status.conditions ?? [];
  const ready = before.find(({ type }) => type === 'Ready');
  const conditions =
    ready?.status === status
      ? before
      : [
          ...before.filter((condition) => condition !== ready),
          { type: 'Ready', status, lastTransitionTime: formatSeconds(now) } as const,
        ];
  return { ...pod, status: { ...pod.status, phase, conditions, containerStatuses } };
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

function killed(pod: LocalPod, start: number, now: number): LocalPod {
  const statuses =
    pod.status.containerStatuses ??
    pod.spec.containers.map(({ name }) => startedContainer(name, start));
  return withContainers(
    pod,
    statuses.map((status) => killedContainer(status, now)),
    now,
  );
}
