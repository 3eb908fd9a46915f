import type { LogRef } from '../core/events';

/**
 * How far the log of each run of a container was told. The server may say that a run goes on while the kubelet gives the log of the next already,
 * so lines of a run may have been told with those of an earlier one.
 */
export class CrossRunDeduplicator {
  /** By Pod and container, the time of the newest line by the number of the run. */
  private readonly newest = new Map<string, Map<number, string>>();

  /** @returns the number of the earlier run with which a line was told; undefined if it is new */
  public take({ namespace, pod, container, restarts }: LogRef, time: string): number | undefined {
    const key = `${namespace}/${pod}/${container}`;
    const runs = this.newest.get(key) ?? new Map<number, string>();
    this.newest.set(key, runs);
    for (const [run, newest] of runs) if (run < restarts && newest >= time) return run;
    if ((runs.get(restarts) ?? '') < time) runs.set(restarts, time);
    return undefined;
  }
}
