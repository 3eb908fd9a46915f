import { stateAt, TrackedJob } from './tracked-job';
import type { JobEvent, PodEvent, PodState } from '../core/events';
import type { Pod } from '../kube/objects';
import { completionIndex } from '../verdict/completion-index';
import type { JobStateName } from '../verdict/job-state';
import { waitingFor } from '../verdict/waiting';

/** What was last reported of a Job. */
interface LastReported {
  readonly key: string;
  readonly held: boolean;
  /** The message of the last `retrying` event. */
  readonly retry?: string;
}

const HELD: readonly JobStateName[] = ['suspended', 'queued', 'paused'];
/** A Pod is not reported before it differs from this. */
const NEW_POD = 'pending undefined';

/** Decides which changes of Jobs and Pods are worth an event, given the events before. */
export class Narration {
  private readonly jobs = new Map<TrackedJob, LastReported>();
  /** State and reason of each Pod, by uid. */
  private readonly pods = new Map<string, string>();

  /** Returns the event that reports the Job's state; undefined if it would report nothing new. */
  public jobEvent(job: TrackedJob, now: number): JobEvent | undefined {
    if (job.verdict !== undefined) return undefined;
    const last = this.jobs.get(job);
    const { state, reason, message } = stateAt(job, now);
    // Events of the Pods report their start, and the event `ended` reports an end that is near.
    if ((state === 'no-pods' || state === 'pending') && reason === undefined && !last?.held) {
      return undefined;
    }
    if ((state === 'succeeding' || state === 'failing') && job.pods.alive.size === 0) {
      return undefined;
    }
    const retry = state === 'retrying' ? message : undefined;
    // A Pod may be seen to fail before the Job has counted it.
    if (retry !== undefined && retry === last?.retry) return undefined;
    const key = [state, reason, retry].join();
    if (key === last?.key) return undefined;
    const held = HELD.includes(state);
    this.jobs.set(job, { key, held, retry: retry ?? last?.retry });
    return { type: 'job', namespace: job.namespace, job: job.name, state, reason, message };
  }

  /** Returns the event that reports the Pod's state; undefined if it would report nothing new. */
  public podEvent(job: TrackedJob, pod: Pod): PodEvent | undefined {
    const { uid, name } = pod.metadata;
    const waiting = waitingFor(pod);
    const state =
      waiting === undefined
        ? ((pod.status?.phase ?? 'Pending').toLowerCase() as PodState)
        : 'waiting';
    const { reason, message } = waiting ?? pod.status ?? {};
    const key = `${state} ${reason}`;
    const last = this.pods.get(uid) ?? NEW_POD;
    this.pods.set(uid, key);
    if (key === last) return undefined;
    const { namespace, multiPod } = job;
    const ref = { namespace, job: job.name, pod: name, multiPod, index: completionIndex(pod) };
    return { type: 'pod', ...ref, state, reason, message };
  }
}
