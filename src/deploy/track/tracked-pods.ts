import type { PodState } from '../core/events';
import type { Pod } from '../kube/objects';
import { attemptsOf, PodAttempts } from '../verdict/attempts';
import { containerRuns } from '../verdict/container-runs';
import type { FailedAttempt } from '../verdict/hints';
import type { PodsSeen } from '../verdict/job-state';
import { waitingFor } from '../verdict/waiting';

export interface TrackedPod {
  readonly pod: Pod;
  readonly deleted: boolean;
  readonly attempts: PodAttempts;
  readonly told: string;
  /** What it has come to. That it waits for another reason than before is no progress. */
  readonly progress: string;
}

/** What is worth telling of a Pod. */
export interface PodNews {
  /** @default what was told before */
  readonly told?: { readonly state: PodState; readonly reason?: string; readonly message?: string };
  readonly progress: boolean;
}

/** The Pods of one Job. None is forgotten: what a later state hides was seen. */
export class TrackedPods {
  private readonly all = new Map<string, TrackedPod>();
  private readonly live = new Map<string, Pod>();
  private running = 0;
  private lastEnded?: Pod;
  /** When the newest of them was made, by the server's clock. */
  private newest = -Infinity;

  public get size(): number {
    return this.live.size;
  }
  public get newestAt(): number {
    return this.newest;
  }

  /** Those that are there and have not ended. */
  public get alive(): Iterable<Pod> {
    return this.live.values();
  }

  public get seen(): PodsSeen {
    return {
      running: this.running,
      pending: this.live.size - this.running,
      last: this.lastEnded?.status?.phase as PodsSeen['last'],
    };
  }

  /** How many there were, also those that are gone. */
  public get count(): number {
    return this.all.size;
  }

  /** How many have come to an end of this phase. */
  public ended(phase: 'Succeeded' | 'Failed'): number {
    return [...this.all.values()].filter(({ pod }) => pod.status?.phase === phase).length;
  }

  public of(uid: string): TrackedPod | undefined {
    return this.all.get(uid);
  }

  public see(pod: Pod, deleted: boolean): PodNews {
    const { uid } = pod.metadata;
    const before = this.all.get(uid);
    const waiting = waitingFor(pod);
    const state =
      waiting === undefined
        ? ((pod.status?.phase ?? 'Pending').toLowerCase() as PodState)
        : 'waiting';
    const { reason, message } = waiting ?? pod.status ?? {};
    const told = `${state} ${reason}`;
    const progress = [
      pod.status?.phase,
      deleted,
      ...containerRuns(pod).map((run) => `${run.key} ${run.state}`),
    ].join();
    this.all.set(uid, {
      pod,
      deleted,
      attempts: attemptsOf(pod, before?.attempts),
      told,
      progress,
    });
    this.sort(pod, deleted);
    return {
      told: told === (before?.told ?? 'pending undefined') ? undefined : { state, reason, message },
      progress: progress !== before?.progress,
    };
  }

  /** The Pods that were in a list once and are missing in the next have been deleted. */
  public notIn(uids: ReadonlySet<string>): Pod[] {
    return [...this.all.values()]
      .filter(({ pod, deleted }) => !deleted && !uids.has(pod.metadata.uid))
      .map(({ pod }) => pod);
  }

  /** Each run of a container that has ended, by its key, from the first to the last. */
  public runs(): (FailedAttempt & { readonly key: string })[] {
    return [...this.all.values()]
      .flatMap(({ pod, attempts }) =>
        [...attempts].map(([key, attempt]) => ({ key, pod, attempt })),
      )
      .sort((a, b) => (a.attempt.finishedAt ?? '').localeCompare(b.attempt.finishedAt ?? ''));
  }

  private sort(pod: Pod, deleted: boolean): void {
    const { uid, creationTimestamp = '' } = pod.metadata;
    const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (this.live.get(uid)?.status?.phase === 'Running') this.running--;
    this.live.delete(uid);
    if (!over && !deleted) {
      this.live.set(uid, pod);
      if (pod.status?.phase === 'Running') this.running++;
    }
    if (over && creationTimestamp >= (this.lastEnded?.metadata.creationTimestamp ?? '')) {
      this.lastEnded = pod;
    }
    this.newest = Math.max(this.newest, Date.parse(creationTimestamp) || -Infinity);
  }
}
