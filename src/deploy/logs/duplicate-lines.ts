import type { LogRef } from '../core/events';

/**
 * Detects lines that were reported with an earlier run of their container. The API server may
 * show that a run continues while the kubelet serves the log of the next one already.
 */
export class CrossRunDeduplicator {
  /** Time of the newest line by restart count, by Pod and container. */
  private readonly newest = new Map<string, Map<number, string>>();

  /** @returns the restart count of the earlier run that the line was reported with, if it was */
  public take({ namespace, pod, container, restarts }: LogRef, time: string): number | undefined {
    const key = `${namespace}/${pod}/${container}`;
    const runs = this.newest.get(key) ?? new Map<number, string>();
    this.newest.set(key, runs);
    for (const [run, newest] of runs) if (run < restarts && newest >= time) return run;
    if ((runs.get(restarts) ?? '') < time) runs.set(restarts, time);
    return undefined;
  }
}
