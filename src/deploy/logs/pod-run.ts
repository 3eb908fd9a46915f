import { RunState, runState } from './container-log';
import type { LogTails } from './tail';
import type { LogRef } from '../core/events';
import type { Pod } from '../kube/objects';
import type { Attempt } from '../verdict/attempts';
import type { Verdict } from '../verdict/outcome';

/** A Job whose Pods' logs are read. */
export interface LoggedJob {
  readonly namespace: string;
  readonly name: string;
  /** How it ended; undefined while it is waited for. */
  readonly verdict: Verdict | undefined;
  /** Whether it runs several Pods besides retries. */
  readonly multiPod: boolean;
  readonly pods: LoggedPods;
  readonly tails: LogTails;
}

/** The Pods of a Job, as they were last seen. */
interface LoggedPods {
  of(uid: string): { readonly pod: Pod; readonly deleted: boolean } | undefined;
  /** Returns the runs of containers that have ended. */
  runs(): readonly { readonly key: string; readonly pod: Pod; readonly attempt: Attempt }[];
}

/** One run of a container of a Job's Pod. */
export interface PodRun {
  readonly job: LoggedJob;
  /** The Pod as it was when the run was first seen. */
  readonly pod: Pod;
  /** Identifies the run. */
  readonly key: string;
}

/** Returns the state of the run as its Pod was last seen. */
export function stateOf({ job, pod, key }: PodRun): RunState {
  const seen = job.pods.of(pod.metadata.uid);
  return seen === undefined || seen.deleted ? 'lost' : runState(seen.pod, key);
}

/** @param restarts how often the container had been restarted before the run */
export function logRef(job: LoggedJob, pod: Pod, container: string, restarts: number): LogRef {
  const { namespace, name } = job;
  return { namespace, job: name, pod: pod.metadata.name, container, restarts };
}
