import type { ContainerLog, ContainerLogLine, LogSource } from './api/pod-logs';
import type { StoredObject } from './store/stored-object';

/** The log of one run of a container, while it is written. */
export class RunLog implements ContainerLog {
  public readonly lines: ContainerLogLine[] = [];
  public ended = false;
  private readonly listeners = new Set<() => void>();

  /** @param time RFC 3339 with nanoseconds */
  public add(time: string, text: string, partial?: true): void {
    this.lines.push({ time, text, ...(partial && { partial }) });
    this.changed();
  }

  public end(): void {
    this.ended = true;
    this.changed();
  }

  public onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** Keeps the logs of the last two runs of each container, as a kubelet does. */
export class ContainerLogs implements LogSource {
  /** By container, by uid of the Pod. The newest run is the last. */
  private readonly byPod = new Map<string, Map<string, readonly RunLog[]>>();

  /** Begins the log of the next run of a container. */
  public begin(podUid: string, container: string): RunLog {
    const ofPod = this.byPod.get(podUid) ?? new Map<string, readonly RunLog[]>();
    this.byPod.set(podUid, ofPod);
    const log = new RunLog();
    ofPod.set(container, [...(ofPod.get(container) ?? []), log].slice(-2));
    return log;
  }

  public logOf(pod: StoredObject, container: string, previous: boolean): RunLog | undefined {
    const runs = this.byPod.get(pod.metadata.uid)?.get(container) ?? [];
    return runs[runs.length - (previous ? 2 : 1)];
  }

  /** Forgets the logs of a Pod that was removed. */
  public drop(podUid: string): void {
    this.byPod.delete(podUid);
  }
}
