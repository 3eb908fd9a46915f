import type { Pod } from '../kube/objects';
import type { FailedAttempt } from '../verdict/attempt-hints';
import { attemptsOf, PodAttempts } from '../verdict/attempts';
import { completionIndex } from '../verdict/completion-index';
import { containerRuns } from '../verdict/container-runs';
import type { PodsSeen } from '../verdict/job-state';

/** A Pod as it was last seen. */
export interface TrackedPod {
  readonly pod: Pod;
  readonly deleted: boolean;
  readonly attempts: PodAttempts;
  /** The steps that the Pod has come to. Another reason for waiting is not a step. */
  readonly steps: string;
}

/** A run of a container that has ended. */
export interface EndedRun extends FailedAttempt {
  /** Identifies the run. */
  readonly key: string;
}

/** The Pods of one Job, including deleted ones: a restart or a deletion hides earlier attempts. */
export class TrackedPods {
  private readonly all = new Map<string, TrackedPod>();
  private readonly live = new Map<string, Pod>();
  private running = 0;
  private lastEnded?: Pod;
  private newest = -Infinity;

  /** Creation time of the newest Pod, by the server's clock. */
  public get newestAt(): number {
    return this.newest;
  }

  /** The Pods that exist and have not ended. */
  public get alive(): ReadonlyMap<string, Pod> {
    return this.live;
  }

  /** Number of Pods in each phase, and how the last one ended. */
  public get seen(): PodsSeen {
    return {
      running: this.running,
      pending: this.live.size - this.running,
      last: this.lastEnded?.status?.phase as PodsSeen['last'],
      lastIndex: this.lastEnded && (completionIndex(this.lastEnded) ?? undefined),
    };
  }

  /** Number of Pods seen, including deleted ones. */
  public get count(): number {
    return this.all.size;
  }

  /** Returns the number of Pods that ended in this phase. */
  public ended(phase: 'Succeeded' | 'Failed'): number {
    return [...this.all.values()].filter(({ pod }) => pod.status?.phase === phase).length;
  }

  public of(uid: string): TrackedPod | undefined {
    return this.all.get(uid);
  }

  /** @returns whether the Pod came a step further */
  public see(pod: Pod, deleted: boolean): boolean {
    const { uid } = pod.metadata;
    const before = this.all.get(uid);
    const runs = containerRuns(pod).map(({ key, state }) => `${key} ${state}`);
    const steps = [pod.status?.phase, deleted, ...runs].join();
    const dying = before?.pod.metadata.deletionTimestamp !== undefined;
    // A Pod that a list lacks is given as it was last seen, which is not its end.
    const isLast = deleted && pod !== before?.pod;
    const attempts = attemptsOf(pod, before?.attempts, { dying, isLast });
    this.all.set(uid, { pod, deleted, attempts, steps });
    this.classify(pod, deleted);
    return steps !== before?.steps;
  }

  /** Returns the Pods that a later list does not contain, which have been deleted. */
  public notIn(uids: ReadonlySet<string>): Pod[] {
    return [...this.all.values()]
      .filter(({ pod, deleted }) => !deleted && !uids.has(pod.metadata.uid))
      .map(({ pod }) => pod);
  }

  /** Returns the runs of containers that have ended, ordered by the time at which they ended. */
  public runs(): EndedRun[] {
    return [...this.all.values()]
      .flatMap(({ pod, attempts }) =>
        [...attempts].map(([key, attempt]) => ({ key, pod, attempt })),
      )
      .sort((a, b) => endOf(a).localeCompare(endOf(b)));
  }

  private classify(pod: Pod, deleted: boolean): void {
    const { uid, creationTimestamp = '' } = pod.metadata;
    const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (this.live.get(uid)?.status?.phase === 'Running') this.running--;
    this.live.delete(uid);
    if (!ended && !deleted) {
      this.live.set(uid, pod);
      if (pod.status?.phase === 'Running') this.running++;
    }
    if (ended && creationTimestamp >= (this.lastEnded?.metadata.creationTimestamp ?? '')) {
      this.lastEnded = pod;
    }
    this.newest = Math.max(this.newest, Date.parse(creationTimestamp) || -Infinity);
  }
}

/** When a run ended or, if that is unknown, began. */
function endOf({ attempt: { finishedAt, startedAt } }: EndedRun): string {
  return finishedAt ?? startedAt ?? '';
}
