import type { Hint } from './hint';
import type { Verdict } from './outcome';
import type { Job } from '../kube/objects';

/** A new run waits for many runs only if many Jobs are deployed at once: a message names a few. */
const MAX_NAMED_RUNS = 3;
/** The garbage collector removes it when the Job's Pods are gone. */
const FOREGROUND_FINALIZER = 'foregroundDeletion';

/**
 * Returns the verdict of a Job that was not started when its deploy ended.
 * @param end the verdict of Jobs that had not ended then
 * @param earlier the earlier runs that all new runs waited for
 */
export function notStartedVerdict(end: Verdict, earlier: readonly Job[]): Verdict {
  const named = earlier
    .slice(0, MAX_NAMED_RUNS)
    .map((run) => `Job ${run.metadata.name} is ${delayText(run)}`);
  const others = earlier.length - named.length;
  const more = others > 0 ? [`${others} more`] : [];
  const why = earlier.length === 0 ? '' : `: ${[...named, ...more].join(', ')}`;
  return end.outcome === 'timed-out'
    ? { ...end, message: `${end.message}; not started${why}` }
    : { outcome: 'cancelled', message: `the Job was not started${why}` };
}

/** Returns what to do about earlier runs whose deletion hangs. */
export function notStartedHints(earlier: readonly Job[]): Hint[] {
  const held = earlier.find((run) => ownFinalizers(run).length > 0);
  if (held === undefined) return [];
  const { name, namespace } = held.metadata;
  return [
    {
      message:
        'a controller removes its finalizer from a Job when it has done its work; ' +
        'if that controller no longer exists, remove the finalizer',
      command: `kubectl get job ${name} -n ${namespace} -o jsonpath='{.metadata.finalizers}'`,
    },
  ];
}

/** Returns the state in which an earlier run delays a new one. */
export function delayText(run: Job): string {
  const { deletionTimestamp, finalizers = [] } = run.metadata;
  if (deletionTimestamp === undefined) return 'still active';
  const own = ownFinalizers(run);
  const waitsForPods = own.length === 0 || finalizers.includes(FOREGROUND_FINALIZER);
  const causes = [...(waitsForPods ? ['its Pods to terminate'] : []), ...own];
  return `still being deleted; waiting for ${causes.join(' and ')}`;
}

function ownFinalizers({ metadata: { finalizers = [] } }: Job): string[] {
  return finalizers.filter((finalizer) => finalizer !== FOREGROUND_FINALIZER);
}
