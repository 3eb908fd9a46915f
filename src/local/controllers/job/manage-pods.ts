import { Progress } from './end-of-job';
import { failureCountAnnotations, pendingIndexes, allFailures } from './indexes';
import { newIndexedPod, newPod } from './new-pod';
import { isActive, isReady, isTerminating, isTracked } from './pod-state';
import { onlyReplacesFailedPods } from './replacement';
import { FailureRecord, finishedAt, remainingDelay } from './retry-delay';
import { surplusPods } from './surplus-pods';
import type { Write } from './write';
import type { LocalJob, LocalPod } from '../../objects';

/** Most Pods that one turn creates or deletes. */
const MAX_PODS_PER_TURN = 500;

/** The Pods of a Job after a turn. */
export interface PodChange {
  readonly writes: readonly Write[];
  /** Active Pods after the writes; 0 while the Job waits to retry, as Kubernetes reports it. */
  readonly active: number;
  /** Number of Pods whose deletion began. */
  readonly deleted: number;
  /** Number of these that were ready. */
  readonly deletedReady: number;
  /** How long until Pods may be created, in milliseconds. */
  readonly delay?: number;
}

/** Creates or deletes Pods, never both in one turn, so that as many run as the spec says. */
export function managePods(
  job: LocalJob,
  pods: readonly LocalPod[],
  progress: Progress,
  toReplace: ReadonlyMap<number, LocalPod>,
  record: FailureRecord,
  now: number,
): PodChange {
  const { spec } = job;
  const active = pods.filter(isActive);
  if (spec.suspend) return deletion(active, active);
  const wanted = wantedPods(job, active.length, progress);
  const surplus = surplusPods(spec, active, active.length - wanted);
  if (surplus.length > 0) return deletion(active, surplus.slice(0, MAX_PODS_PER_TURN));
  const ending = onlyReplacesFailedPods(spec) ? pods.filter(isTerminating).length : 0;
  const missing = Math.min(wanted - ending - active.length, MAX_PODS_PER_TURN);
  if (missing <= 0) return deletion(active, []);
  if (spec.backoffLimitPerIndex === undefined) {
    const delay = remainingDelay(record, now);
    if (delay > 0) return { ...deletion([], []), delay };
  }
  return creation(job, pods, progress, toReplace, missing, now);
}

function wantedPods(
  { spec: { completions, parallelism } }: LocalJob,
  active: number,
  { succeeded }: Progress,
): number {
  // A work queue is complete with its first success: the other Pods only finish their work.
  if (completions === undefined) return succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

function creation(
  job: LocalJob,
  pods: readonly LocalPod[],
  { succeededIndexes, failedIndexes = [] }: Progress,
  toReplace: ReadonlyMap<number, LocalPod>,
  missing: number,
  now: number,
): PodChange {
  const { spec } = job;
  const active = pods.filter(isActive).length;
  if (spec.completionMode !== 'Indexed') {
    const pod = newPod(job);
    return created(
      active,
      Array.from({ length: missing }, () => pod),
    );
  }
  const perIndex = spec.backoffLimitPerIndex !== undefined;
  const pending = pendingIndexes(spec, pods, [succeededIndexes, failedIndexes], missing);
  const delays = pending.map((index) => (perIndex ? delayOf(toReplace.get(index), now) : 0));
  const startable = pending.filter((_, i) => delays[i] === 0);
  if (startable.length === 0 && pending.length > 0) {
    return { ...deletion([], []), delay: Math.min(...delays) };
  }
  return created(
    active,
    startable.map((index) =>
      newIndexedPod(
        job,
        index,
        perIndex ? failureCountAnnotations(spec, toReplace.get(index)) : {},
      ),
    ),
  );
}

function delayOf(replaced: LocalPod | undefined, now: number): number {
  if (!replaced) return 0;
  const failuresSinceSuccess = allFailures(replaced) + 1;
  return remainingDelay({ failuresSinceSuccess, lastFailureMs: finishedAt(replaced) }, now);
}

function created(active: number, pods: readonly ReturnType<typeof newPod>[]): PodChange {
  const writes = pods.map((pod): Write => ({ type: 'createPod', pod }));
  return { writes, active: active + pods.length, deleted: 0, deletedReady: 0 };
}

/** The controller does not count Pods that it deletes here: it removes their finalizer first. */
function deletion(active: readonly LocalPod[], surplus: readonly LocalPod[]): PodChange {
  return {
    writes: surplus.flatMap((pod): Write[] => {
      const { name } = pod.metadata;
      return [
        ...(isTracked(pod) ? [{ type: 'removeFinalizer', name } as const] : []),
        { type: 'deletePod', name },
      ];
    }),
    active: active.length - surplus.length,
    deleted: surplus.length,
    deletedReady: surplus.filter(isReady).length,
  };
}

/** Deletes the active Pods of a Job that ends. They keep their finalizer until they are counted. */
export function deleteActivePods(pods: readonly LocalPod[]): PodChange {
  const active = pods.filter(isActive);
  return {
    writes: active.map(({ metadata: { name } }): Write => ({ type: 'deletePod', name })),
    active: 0,
    deleted: active.length,
    deletedReady: active.filter(isReady).length,
  };
}
