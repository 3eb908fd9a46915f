import { containerRuns } from './container-runs';
import type { Pod, Terminated } from '../kube/objects';

/** One run of a container of a Job's Pod that has ended. Times are the kubelet's. */
export interface Attempt {
  /** The name of the Pod. */
  readonly pod: string;
  /** The completion index of the Pod, in an Indexed Job. */
  readonly index: number | null;
  /** null if the Pod ended before a container of it did, as by an eviction. */
  readonly container: string | null;
  /** null if no program ended. */
  readonly exitCode: number | null;
  /** In one word of the kubelet's, such as `OOMKilled`. */
  readonly reason: string | null;
  /** What the kubelet, or whoever took the Pod away, says of it; or what the program wrote for its end. */
  readonly message: string | null;
  /** RFC 3339. */
  readonly startedAt: string | null;
  /** RFC 3339. */
  readonly finishedAt: string | null;
}

/** The attempts of one Pod by the run that each was. */
export type PodAttempts = ReadonlyMap<string, Attempt>;

const INDEX = 'batch.kubernetes.io/job-completion-index';
/** Stands for the Pod itself where no container of it tells how it ended. */
const WHOLE_POD = 'pod';

/** What was known of a Pod's attempts, and what it shows now: a restart hides older ones, so they are kept, not derived. */
export function attemptsOf(pod: Pod, known: PodAttempts = new Map()): PodAttempts {
  const found = new Map(known);
  for (const { container, key, role, state, ended } of containerRuns(pod)) {
    if (ended === undefined) continue;
    // An init container that worked is no attempt at the Job's work; one that failed ended the attempt. A sidecar is
    // stopped when the work is done, so its exit code says nothing.
    if (role === 'main' || (role === 'init' && ended.exitCode !== 0)) {
      found.set(key, attempt(pod, container, ended, state === 'previous'));
    }
  }
  if (found.size > 1) found.delete(WHOLE_POD);
  if (found.size === 0 && pod.status?.phase === 'Failed') {
    found.set(WHOLE_POD, attempt(pod, null, undefined));
  }
  return found;
}

function attempt(
  pod: Pod,
  container: string | null,
  ended: Terminated | undefined,
  previous = false,
): Attempt {
  const index = pod.metadata.annotations?.[INDEX] ?? pod.metadata.labels?.[INDEX];
  // A Pod's own reason (Evicted, DeadlineExceeded) is the cause of its last failure; the container would only say Error.
  const cause = previous || ended?.exitCode === 0 ? undefined : causeIn(pod);
  return {
    pod: pod.metadata.name,
    index: index === undefined ? null : Number(index),
    container,
    exitCode: ended?.exitCode ?? null,
    reason: cause?.reason ?? ended?.reason ?? null,
    message: cause?.message ?? ended?.message ?? null,
    startedAt: ended?.startedAt ?? pod.status?.startTime ?? null,
    finishedAt: ended?.finishedAt ?? null,
  };
}

/** Why the Pod as a whole ended, if not by its own program. */
function causeIn({
  status,
}: Pod): { readonly reason?: string; readonly message?: string } | undefined {
  if (status?.reason !== undefined) return { reason: status.reason, message: status.message };
  return status?.conditions?.find(
    (condition) => condition.type === 'DisruptionTarget' && condition.status === 'True',
  );
}
