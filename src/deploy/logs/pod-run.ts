import { RunState, runState } from './container-log';
import type { Pod } from '../kube/objects';
import type { TrackedJob } from '../track/tracked-job';

/** One run of a container of a Job's Pod. */
export interface PodRun {
  readonly job: TrackedJob;
  /** As it was seen once. */
  readonly pod: Pod;
  /** Which run it is. */
  readonly key: string;
}

/** Where it stands by now. */
export function stateOf({ job, pod, key }: PodRun): RunState {
  const tracked = job.podOf(pod.metadata.uid);
  if (tracked === undefined || tracked.deleted) return 'lost';
  return runState(tracked.pod, key);
}
