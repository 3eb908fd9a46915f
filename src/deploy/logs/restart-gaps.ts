import type { Pod } from '../kube/objects';
import { containerRuns } from '../verdict/container-runs';

/** Runs of a container that ended before any of them was observed. */
export interface RestartGap {
  readonly container: string;
  /** How often the container had been restarted before the first of them. */
  readonly restarts: number;
  /** Number of runs. */
  readonly runs: number;
}

/**
 * Detects runs that were not observed: a Pod shows the last two runs of each container, and how
 * often it was restarted.
 */
export class RestartGapDetector {
  /** Number of known runs, by Pod and container. */
  private readonly known = new Map<string, number>();

  /** Returns the runs that the Pod counts and does not show, each once. */
  public see(pod: Pod): RestartGap[] {
    const gaps: RestartGap[] = [];
    // Of two runs of a container the older one comes first.
    for (const { container, restarts } of containerRuns(pod)) {
      const key = `${pod.metadata.uid}/${container}`;
      const known = this.known.get(key) ?? 0;
      if (restarts > known) gaps.push({ container, restarts: known, runs: restarts - known });
      this.known.set(key, Math.max(known, restarts + 1));
    }
    return gaps;
  }
}

/**
 * Returns the runs of a deleted Pod that may have begun after the Pod was last seen, one for each
 * container. It is empty if the Pod was seen to end.
 */
export function possibleRuns({ status, spec, ...pod }: Pod): Omit<RestartGap, 'runs'>[] {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return [];
  const runs = containerRuns({ status, spec, ...pod });
  return spec.containers.flatMap(({ name: container }) => {
    const own = runs.filter((run) => run.container === container);
    // A running one is followed, which reports what is missing. An ended one is not restarted
    // unless the restartPolicy says so.
    const running = own.some(({ state }) => state === 'running');
    if (running || (own.length > 0 && spec.restartPolicy === 'Never')) return [];
    return [{ container, restarts: Math.max(-1, ...own.map(({ restarts }) => restarts)) + 1 }];
  });
}
