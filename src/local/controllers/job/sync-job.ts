import { conditionOf, isFinished, newCondition, withCondition } from './conditions';
import { Counted, countPods, settle } from './count-pods';
import { COMPLETIONS_REACHED, deadlineOf, End, endOfJob, INTERIM, Progress } from './end-of-job';
import { failedIndexes, podsToReplace, succeededIndexes, validIndexOf } from './indexes';
import { deleteActivePods, managePods, PodChange } from './manage-pods';
import { matchPodFailurePolicy } from './pod-failure-policy';
import { isActive, isFailed, isReady, isTerminating, isTracked } from './pod-state';
import { addEnded, FailureRecord, NO_FAILURES } from './retry-delay';
import type { Write } from './write';
import { indexCount } from '../../../kubernetes/index-set';
import { isManagedExternally } from '../../../kubernetes/managed-by';
import type { JobStatus, LocalJob, LocalPod } from '../../objects';
import { formatSeconds } from '../../timestamps';

/** What the Job controller does about a Job at a moment. */
export interface JobTurn {
  /** In their order. */
  readonly writes: readonly Write[];
  /** What the controller has to remember until the next turn. */
  readonly record: FailureRecord;
  /** When the controller looks again even if nothing changes, in milliseconds since 1970. */
  readonly lookAgainAt?: number;
}

/**
 * The Job controller: compares a Job with its Pods, and returns the writes that bring the Job
 * closer to its spec. It is a function of its arguments, so tests and simulations need no cluster.
 *
 * Source of the rules: `syncJob` of the Job controller of Kubernetes 1.35. The suite `equivalence`
 * compares the two.
 *
 * @param pods the Pods that the Job controls
 * @param record what the last turn returned
 * @param now milliseconds since 1970
 */
export function syncJob(
  job: LocalJob,
  pods: readonly LocalPod[],
  record: FailureRecord,
  now: number,
): JobTurn {
  if (isManagedExternally(job.spec)) return { writes: [], record };
  if (isFinished(job.status)) return { writes: [], record: NO_FAILURES };
  return turn(withStartTime(job, now), pods, record, now);
}

function withStartTime(job: LocalJob, now: number): LocalJob {
  const { spec, status } = job;
  if (status.startTime !== undefined || spec.suspend) return job;
  return { ...job, status: { ...status, startTime: formatSeconds(now) } };
}

function turn(
  job: LocalJob,
  pods: readonly LocalPod[],
  record: FailureRecord,
  now: number,
): JobTurn {
  const { spec } = job;
  const ended = newlyEnded(job, pods);
  const newRecord = addEnded(record, ended.succeeded, ended.failed);
  const progress = progressOf(job, pods, ended);
  const { succeededIndexes: succeeded, failedIndexes: failed } = progress;
  const toReplace = failed ? podsToReplace(spec, pods, [succeeded, failed]) : NO_PODS;
  let end = endOfJob(job, pods, progress, now);
  const isManaged = !end && job.metadata.deletionTimestamp === undefined;
  const change = end
    ? deleteActivePods(pods)
    : isManaged
      ? managePods(job, pods, progress, toReplace, newRecord, now)
      : unchanged(pods);
  if (!end && isComplete(job, progress, change)) end = COMPLETIONS_REACHED;
  const suspension = !end && isManaged ? suspensionOf(job, now) : { status: job.status };
  const status = withPodCounts(suspension.status, pods, change);
  const counted = countPods(job, status, pods, progress, toReplace, end);
  const isChanged =
    counted.isChanged || suspension.event !== undefined || differ(job.status, status);
  const { writes, isFlushed } = finish(counted, pods, isChanged, end, now);
  return {
    writes: [...change.writes, ...(suspension.event ? [suspension.event] : []), ...writes],
    record: isFlushed ? newRecord : record,
    lookAgainAt: lookAgainAt(job, change, end, now),
  };
}

const NO_PODS: ReadonlyMap<number, LocalPod> = new Map();

interface Ended {
  readonly succeeded: readonly LocalPod[];
  readonly failed: readonly LocalPod[];
}

/** Returns the Pods that have ended and are neither counted nor named in the status. */
function newlyEnded({ spec, status }: LocalJob, pods: readonly LocalPod[]): Ended {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const candidates = pods.filter(
    (pod) =>
      (pod.status.phase === 'Succeeded' || isFailed(pod, spec)) &&
      isTracked(pod) &&
      (spec.completionMode !== 'Indexed' || validIndexOf(pod, spec) !== undefined),
  );
  if (candidates.length === 0) return NO_ENDED;
  return {
    succeeded: candidates.filter(
      ({ metadata, status: { phase } }) =>
        phase === 'Succeeded' && !succeeded.includes(metadata.uid),
    ),
    failed: candidates.filter((pod) => isFailed(pod, spec) && !failed.includes(pod.metadata.uid)),
  };
}

const NO_ENDED: Ended = { succeeded: [], failed: [] };

function progressOf(job: LocalJob, pods: readonly LocalPod[], ended: Ended): Progress {
  const { spec, status } = job;
  const { succeeded: uncounted = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const counting = ended.failed.filter(
    (pod) => matchPodFailurePolicy(spec.podFailurePolicy, pod).counts,
  );
  const isIndexed = spec.completionMode === 'Indexed';
  const indexes = isIndexed ? succeededIndexes(spec, status, pods) : [];
  return {
    succeeded: isIndexed
      ? indexCount(indexes)
      : (status.succeeded ?? 0) + ended.succeeded.length + uncounted.length,
    failed: (status.failed ?? 0) + counting.length + failed.length,
    succeededIndexes: indexes,
    failedIndexes:
      isIndexed && spec.backoffLimitPerIndex !== undefined
        ? failedIndexes(spec, status, pods)
        : undefined,
  };
}

function unchanged(pods: readonly LocalPod[]): PodChange {
  return { writes: [], active: pods.filter(isActive).length, deleted: 0, deletedReady: 0 };
}

function isComplete({ spec }: LocalJob, { succeeded }: Progress, { active }: PodChange): boolean {
  return (
    active === 0 && (spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions)
  );
}

/** Sets the condition `Suspended`. A Job that is resumed starts again. */
function suspensionOf(
  { spec, status }: LocalJob,
  now: number,
): { readonly status: JobStatus; readonly event?: Write } {
  const [value, reason, message] = spec.suspend
    ? (['True', 'JobSuspended', 'Job suspended'] as const)
    : (['False', 'JobResumed', 'Job resumed'] as const);
  const before = status.conditions ?? [];
  const conditions = withCondition(before, newCondition('Suspended', value, reason, message, now));
  if (conditions === before) return { status };
  return {
    status: { ...status, conditions, ...(!spec.suspend && { startTime: formatSeconds(now) }) },
    event: {
      type: 'event',
      eventType: 'Normal',
      reason: spec.suspend ? 'Suspended' : 'Resumed',
      message,
    },
  };
}

function withPodCounts(
  status: JobStatus,
  pods: readonly LocalPod[],
  { active, deleted, deletedReady }: PodChange,
): JobStatus {
  return {
    ...status,
    active,
    ready: pods.filter((pod) => isActive(pod) && isReady(pod)).length - deletedReady,
    terminating: pods.filter(isTerminating).length + deleted,
  };
}

function differ(before: JobStatus, after: JobStatus): boolean {
  return (
    (before.active ?? 0) !== after.active ||
    before.ready !== after.ready ||
    before.terminating !== after.terminating
  );
}

/** Writes the status and removes finalizers, in the order in which a crash loses no count. */
function finish(
  { status, released, isPartial }: Counted,
  pods: readonly LocalPod[],
  isChanged: boolean,
  end: End | undefined,
  now: number,
): { readonly writes: readonly Write[]; readonly isFlushed: boolean } {
  const announced = end && !end.isAnnounced ? announce(status, end, now) : status;
  const isFlushed = isChanged || announced !== status;
  const done = new Set(released);
  const left = pods.filter((pod) => isTracked(pod) && !done.has(pod));
  const settled = settle(announced, left);
  const isOver = end !== undefined && !isPartial && status.terminating === 0;
  const last = isOver ? conclude(settled, end, now) : settled;
  return {
    isFlushed,
    writes: [
      ...(isFlushed ? [{ type: 'updateStatus', status: announced } as const] : []),
      ...released.map(({ metadata: { name } }): Write => ({ type: 'removeFinalizer', name })),
      ...(last !== announced ? [{ type: 'updateStatus', status: last } as const] : []),
      ...(isOver ? [endEvent(end)] : []),
    ],
  };
}

function announce(status: JobStatus, end: End, now: number): JobStatus {
  const type = end.succeeds ? INTERIM.success : INTERIM.failure;
  if (conditionOf(status, type)?.status === 'True') return status;
  const condition = newCondition(type, 'True', end.reason, end.message, now);
  return { ...status, conditions: [...(status.conditions ?? []), condition] };
}

function conclude(status: JobStatus, { succeeds, reason, message }: End, now: number): JobStatus {
  const condition = newCondition(succeeds ? 'Complete' : 'Failed', 'True', reason, message, now);
  return {
    ...status,
    conditions: withCondition(status.conditions ?? [], condition),
    ...(succeeds && { completionTime: formatSeconds(now) }),
  };
}

function endEvent({ succeeds, reason, message }: End): Write {
  return succeeds
    ? { type: 'event', eventType: 'Normal', reason: 'Completed', message: 'Job completed' }
    : { type: 'event', eventType: 'Warning', reason, message };
}

function lookAgainAt(
  job: LocalJob,
  { delay }: PodChange,
  end: End | undefined,
  now: number,
): number | undefined {
  if (end) return undefined;
  const times = [deadlineOf(job), delay === undefined ? undefined : now + delay].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
