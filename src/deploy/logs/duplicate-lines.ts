import type { LogRef } from '../core/events';

/** The times of the lines that were reported with a run. */
interface ReportedLines {
  readonly oldest: string;
  newest: string;
}

/**
 * Detects lines that were reported with another run of their container. The API server may show
 * that a run continues, or is the previous one, while the kubelet serves the log of the next one
 * already. The runs of a container follow one another, so all lines of a run are older than those
 * of the next.
 */
export class CrossRunDeduplicator {
  /** By restart count, by Pod and container. */
  private readonly reported = new Map<string, Map<number, ReportedLines>>();

  /** @returns the restart count of the run that the line was reported with, if it was another one */
  public take({ namespace, pod, container, restarts }: LogRef, time: string): number | undefined {
    const key = `${namespace}/${pod}/${container}`;
    const runs = this.reported.get(key) ?? new Map<number, ReportedLines>();
    this.reported.set(key, runs);
    for (const [run, { oldest, newest }] of runs) {
      if (run < restarts ? newest >= time : run > restarts && oldest <= time) return run;
    }
    const own = runs.get(restarts);
    if (own === undefined) runs.set(restarts, { oldest: time, newest: time });
    else if (own.newest < time) own.newest = time;
    return undefined;
  }
}
