import type { ContainerStatus, Pod, Terminated } from '../kube/objects';

/** A run of a container, as the Pod's status shows it. A restart in the Pod is another run. */
export interface ContainerRunStatus {
  readonly container: string;
  /** How many times the container had restarted before this run. */
  readonly restarts: number;
  /** Identifies the run in every status of the Pod. */
  readonly key: string;
  /** Whether the container does the Job's work (`main`). */
  readonly role: 'main' | 'init' | 'sidecar';
  /** `previous`: it ended, and another run has started since. */
  readonly state: 'running' | 'ended' | 'previous';
  /** Start of a run that has not ended. */
  readonly startedAt?: string;
  readonly ended?: Terminated;
}

/** Returns the runs in a Pod's status: of each container the current one and the previous one. */
export function containerRuns(pod: Pod): ContainerRunStatus[] {
  const init = new Map(
    (pod.spec.initContainers ?? []).map(({ name, restartPolicy }) => [
      name,
      restartPolicy === 'Always' ? ('sidecar' as const) : ('init' as const),
    ]),
  );
  return [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ].flatMap((status) =>
    runsOf(pod.metadata.uid, status).map((run) => ({
      container: status.name,
      role: init.get(status.name) ?? 'main',
      ...run,
    })),
  );
}

function runsOf(
  pod: string,
  { name, containerID, restartCount, state, lastState }: ContainerStatus,
): Pick<ContainerRunStatus, 'restarts' | 'key' | 'state' | 'startedAt' | 'ended'>[] {
  // The runtime's id is certain. While a container waits for its next run, restartCount may lag.
  const run = (id: string | undefined, restarts: number) => ({
    restarts,
    key: id || `${pod}/${name}/${restarts}`,
  });
  const last = lastState?.terminated;
  const waiting = state?.running === undefined && state?.terminated === undefined;
  return [
    ...(last === undefined
      ? []
      : [
          {
            ...run(last.containerID, restartCount - (waiting ? 0 : 1)),
            state: waiting ? ('ended' as const) : ('previous' as const),
            ended: last,
          },
        ]),
    ...(state?.running === undefined
      ? []
      : [
          {
            ...run(containerID, restartCount),
            state: 'running' as const,
            startedAt: state.running.startedAt,
          },
        ]),
    ...(state?.terminated === undefined
      ? []
      : [
          {
            ...run(state.terminated.containerID || containerID, restartCount),
            state: 'ended' as const,
            ended: state.terminated,
          },
        ]),
  ];
}
