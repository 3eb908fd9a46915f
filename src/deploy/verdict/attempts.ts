import { completionIndex } from './completion-index';
import { containerRuns } from './container-runs';
import type { Pod, Terminated } from '../kube/objects';

/** A run of a container that has ended. Times are those of the kubelet. */
export interface Attempt {
  /** Name of the Pod. */
  readonly pod: string;
  /** The Pod's completion index; null unless the Job is Indexed. */
  readonly index: number | null;
  /** Name of the container; null if the Pod ended before its containers, as by an eviction. */
  readonly container: string | null;
  /** Exit code of the program; null if no program ended. */
  readonly exitCode: number | null;
  /** The kubelet's reason in one word, such as `OOMKilled`. */
  readonly reason: string | null;
  /** Message of the kubelet or of what deleted the Pod, or the program's termination message. */
  readonly message: string | null;
  /**
   * What the program wrote as its termination message, to `/dev/termination-log`: at most 4 KiB,
   * as it is. null if it wrote nothing, or did not run.
   */
  readonly output: string | null;
  /** Start of the run, RFC 3339. */
  readonly startedAt: string | null;
  /** End of the run, RFC 3339. */
  readonly finishedAt: string | null;
}

/** The attempts of one Pod, by the key of the container's run. */
export type PodAttempts = ReadonlyMap<string, Attempt>;

/** The key of the attempt for a Pod whose containers do not show how it ended. */
const WHOLE_POD = 'pod';
/** The reasons of the kubelet for a program that ran and ended by itself. */
const REASONS_OF_PROGRAMS = ['Completed', 'Error', 'OOMKilled'];
/** The reason of a run that ended because its Pod was deleted, unless the Pod says why. */
export const POD_DELETED = 'PodDeleted';

/**
 * Returns the known attempts of a Pod and those that it shows now. Its status shows the last two
 * runs of each container only.
 * @param dying whether the Pod was being deleted when it was last seen: what ends from then on, the
 * deletion ends. The order is certain, whereas the clocks of node and server may differ
 * @param isLast whether this is the Pod as it was deleted: what runs then has no end
 */
export function attemptsOf(
  pod: Pod,
  known: PodAttempts = new Map(),
  { dying = false, isLast = false } = {},
): PodAttempts {
  const found = new Map(known);
  for (const { container, key, role, state, startedAt, ended } of containerRuns(pod)) {
    if (dying && known.has(key)) continue;
    // An init container that succeeds is not an attempt; one that fails ends the attempt. The
    // exit code of a sidecar means nothing: the kubelet stops it after the main containers.
    if (ended === undefined) {
      if (isLast && role === 'main') {
        found.set(key, attempt(pod, container, { startedAt }, 'deleted'));
      }
    } else if (role === 'main' || (role === 'init' && ended.exitCode !== 0)) {
      const end = state === 'previous' ? 'previous' : dying ? 'deleted' : 'own';
      found.set(key, attempt(pod, container, ended, end));
    }
  }
  if (found.size > 1) found.delete(WHOLE_POD);
  if (found.size === 0 && pod.status?.phase === 'Failed') {
    found.set(WHOLE_POD, attempt(pod, null, {}));
  }
  return found;
}

function attempt(
  pod: Pod,
  container: string | null,
  ended: Partial<Terminated>,
  end: 'own' | 'previous' | 'deleted' = 'own',
): Attempt {
  // The Pod's reason, such as Evicted, is the cause of the last failure; the container's is Error.
  const cause = end === 'previous' || isSuccess(pod, ended, end) ? undefined : causeIn(pod, end);
  return {
    pod: pod.metadata.name,
    index: completionIndex(pod),
    container,
    exitCode: ended.exitCode ?? null,
    reason: cause?.reason ?? ended.reason ?? null,
    message: cause?.message ?? ended.message ?? null,
    output: outputOf(ended),
    startedAt: ended.startedAt ?? pod.status?.startTime ?? null,
    finishedAt: ended.finishedAt ?? null,
  };
}

/** With any other reason, the program did not run, and the message is that of the runtime. */
function outputOf({ reason = '', message = '' }: Partial<Terminated>): string | null {
  return REASONS_OF_PROGRAMS.includes(reason) && message !== '' ? message : null;
}

/**
 * Whether a run failed. A program may exit with 0 because it is asked to stop: the Job counts its
 * Pod as failed.
 */
export function isFailed({ exitCode, reason }: Pick<Attempt, 'exitCode' | 'reason'>): boolean {
  return exitCode !== 0 || (reason !== null && !REASONS_OF_PROGRAMS.includes(reason));
}

/** Whether a program ended by itself with 0, and nothing else failed its Pod. */
function isSuccess({ status }: Pod, ended: Partial<Terminated>, end: 'own' | 'deleted'): boolean {
  if (ended.exitCode !== 0 || end === 'deleted') return false;
  const others = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.exitCode);
  return status?.phase !== 'Failed' || others.some((exitCode) => exitCode !== 0);
}

/** Returns why the Pod as a whole ended, if not by its program. */
function causeIn(
  { status }: Pod,
  end: 'own' | 'deleted',
): { readonly reason?: string; readonly message?: string } | undefined {
  if (status?.reason !== undefined) return { reason: status.reason, message: status.message };
  const disruption = status?.conditions?.find(
    (condition) => condition.type === 'DisruptionTarget' && condition.status === 'True',
  );
  if (disruption !== undefined || end === 'own') return disruption;
  return { reason: POD_DELETED, message: 'the Pod was deleted before its program had ended' };
}
