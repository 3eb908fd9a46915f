import type { Pod } from '../kube/objects';
import { containerRuns } from '../verdict/container-runs';

/** Runs of a container that were over before any of them was seen. */
export interface RestartGap {
  readonly container: string;
  /** How often it had been restarted before the first of them. */
  readonly restarts: number;
  readonly runs: number;
}

/** Counts runs: a Pod shows the last two of each container, and how many there were. */
export class RestartGapDetector {
  /** By Pod and container: how many are known. */
  private readonly known = new Map<string, number>();

  /** @returns of which runs the Pod shows that they were, but no more than that, told once */
  public see(pod: Pod): RestartGap[] {
    const unseen: RestartGap[] = [];
    for (const { container, restarts } of containerRuns(pod)) {
      const key = `${pod.metadata.uid}/${container}`;
      const known = this.known.get(key) ?? 0;
      // Of two runs the older comes first.
      if (restarts > known) unseen.push({ container, restarts: known, runs: restarts - known });
      this.known.set(key, Math.max(known, restarts + 1));
    }
    return unseen;
  }
}
