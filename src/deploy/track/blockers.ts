import type { KubeEvent, Pod } from '../kube/objects';
import { blockerOfEvent, blockerOfPod } from '../verdict/blocker';
import type { Blocker } from '../verdict/stuck';

interface Kept extends Blocker {
  /** Whether only events tell it. Then times are those of the events, by the server's clock. */
  readonly heard?: boolean;
}

/** What stands in the way of one Job and its Pods, by uid, and since when. */
export class BlockerTracker {
  private readonly kept = new Map<string, Kept>();

  /** What stands in the way by now. A Pod that is being deleted has until then to go. */
  public at(now: number): readonly Blocker[] {
    return [...this.kept.values()].filter(
      ({ since, until }) => until !== undefined || since <= now,
    );
  }

  public clear(): void {
    this.kept.clear();
  }

  public forget(uid: string): void {
    this.kept.delete(uid);
  }

  public seePod(pod: Pod, now: number): void {
    const { uid, name } = pod.metadata;
    const before = this.kept.get(uid);
    const obstacle = blockerOfPod(pod, before?.cause);
    if (obstacle !== undefined) {
      const same = before && !before.heard && before.cause.class === obstacle.class;
      const since = same
        ? before.since
        : now + 1000 * (pod.metadata.deletionGracePeriodSeconds ?? 0);
      this.kept.set(uid, { cause: obstacle, since, pod: name });
    } else if (!before?.heard || pod.status?.phase !== 'Pending') {
      // a Pod does not show what only events tell
      this.forget(uid);
    }
  }

  /**
   * Events go on to be there when what they tell is over. So it counts how long it has happened again and again, not how long ago it began.
   * @param pod its name, if the events are about a Pod; else they are about the Job
   * @param after when it was last known that nothing stood in the way, by the server's clock
   */
  public seeEvents(
    uid: string,
    pod: string | undefined,
    events: readonly KubeEvent[],
    after: number,
  ): void {
    const before = this.kept.get(uid);
    if (before && !before.heard) return; // the Pod itself knows better
    const told = events
      .flatMap((event) => {
        const { first, last } = timesOf(event);
        const obstacle = blockerOfEvent(event);
        return obstacle && last > after ? [{ obstacle, first: Math.max(first, after), last }] : [];
      })
      .sort((a, b) => b.last - a.last);
    if (told.length === 0) return;
    const [{ obstacle, last: until }] = told;
    const since = Math.min(
      ...told.filter((one) => one.obstacle.class === obstacle.class).map(({ first }) => first),
    );
    this.kept.set(uid, { cause: obstacle, since, until, pod, heard: true });
  }
}

/** When an event happened for the first time and for the last, in milliseconds. */
function timesOf({ firstTimestamp, lastTimestamp, eventTime, metadata }: KubeEvent): {
  readonly first: number;
  readonly last: number;
} {
  const last = Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '');
  return { first: Date.parse(firstTimestamp ?? '') || last, last };
}
