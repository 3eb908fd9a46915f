import type { ContainerStatus, Pod, Terminated } from '../kube/objects';

/** One run of a container, as far as a Pod shows it; a restart in the same Pod is another run. */
export interface ContainerRunStatus {
  readonly container: string;
  /** How often the container had been restarted before this run. */
  readonly restarts: number;
  /** Stays the same however often the Pod is looked at. */
  readonly key: string;
  /** `init` and `sidecar` containers do not do the Job's work. */
  readonly role: 'main' | 'init' | 'sidecar';
  /** `previous`: ended, and another run has begun since. */
  readonly state: 'running' | 'ended' | 'previous';
  readonly ended?: Terminated;
}

/** The runs that a Pod shows: of each container the current one and the one before. */
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
): Pick<ContainerRunStatus, 'restarts' | 'key' | 'state' | 'ended'>[] {
  // The runtime's id, where there is one, is certain; restarts are counted late while a container waits for its next run.
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
      : [{ ...run(containerID, restartCount), state: 'running' as const }]),
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
