import { JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import type { LocalCondition, LocalContainerStatus } from '../objects';
import type { StoredObject } from '../store/stored-object';
import { formatSeconds } from '../timestamps';

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * Returns the status of a Pod from the states of its containers, as a kubelet computes it.
 *
 * @param isStopping whether no container will be started any more
 */
export function podStatus(
  pod: StoredObject,
  statuses: ReadonlyMap<string, LocalContainerStatus>,
  isStopping: boolean,
  now: number,
): JsonObject {
  const spec = objectIn(pod.spec);
  const of = (field: string) =>
    objectsIn(spec[field]).flatMap(({ name }) => statuses.get(String(name)) ?? []);
  const [init, main] = [of('initContainers'), of('containers')];
  const sidecars = new Set(
    objectsIn(spec.initContainers)
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const toEnd = init.filter(({ name }) => !sidecars.has(name));
  const phase = phaseOf(toEnd, main, spec.restartPolicy !== 'Never', isStopping);
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const isInitialized =
    toEnd.every(({ state }) => state?.terminated?.exitCode === 0) &&
    init.every((status) => !sidecars.has(status.name) || isOver || status.ready);
  const isReady = !isOver && isInitialized && main.every(({ ready }) => ready);
  const before = objectsIn(
    objectIn(pod.status).conditions,
  ) as readonly unknown[] as LocalCondition[];
  const notReady =
    isOver && phase === 'Succeeded'
      ? 'PodCompleted'
      : phase === 'Failed'
        ? 'PodFailed'
        : 'ContainersNotReady';
  const condition = (type: string, value: boolean, reason: string): LocalCondition => {
    const status = value ? 'True' : 'False';
    const known = before.find((one) => one.type === type && one.status === status);
    return {
      type,
      status,
      lastProbeTime: null,
      lastTransitionTime: known?.lastTransitionTime ?? formatSeconds(now),
      ...(!value && { reason }),
    };
  };
  return {
    phase,
    hostIP: '127.0.0.1',
    podIP: '127.0.0.1',
    podIPs: [{ ip: '127.0.0.1' }],
    startTime: pod.metadata.creationTimestamp,
    qosClass: 'BestEffort',
    conditions: [
      condition('PodReadyToStartContainers', !isOver, notReady),
      condition('Initialized', isInitialized, 'ContainersNotInitialized'),
      condition('Ready', isReady, notReady),
      condition('ContainersReady', isReady, notReady),
      condition('PodScheduled', true, ''),
    ] as readonly unknown[] as JsonObject[],
    ...(init.length > 0 && { initContainerStatuses: init as unknown as JsonObject[] }),
    containerStatuses: main as unknown as JsonObject[],
  };
}

function phaseOf(
  init: readonly LocalContainerStatus[],
  main: readonly LocalContainerStatus[],
  restarts: boolean,
  isStopping: boolean,
): Phase {
  const ends = main.map(({ state }) => state?.terminated?.exitCode);
  const isRunning = [...init, ...main].some(({ state }) => state?.running);
  const initFailed = init.some(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  if (isStopping && !isRunning) {
    return main.length > 0 && ends.every((exitCode) => exitCode === 0) ? 'Succeeded' : 'Failed';
  }
  if (initFailed && !restarts) return 'Failed';
  if (ends.every((exitCode) => exitCode !== undefined) && !isRunning) {
    if (ends.every((exitCode) => exitCode === 0)) return 'Succeeded';
    if (!restarts) return 'Failed';
  }
  const hasBegun = main.some(
    ({ state, restartCount }) => state?.running ?? (state?.terminated || restartCount > 0),
  );
  return hasBegun ? 'Running' : 'Pending';
}
