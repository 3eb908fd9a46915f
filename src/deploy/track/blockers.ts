import type { KubeEvent, Pod } from '../kube/objects';
import { BlockerCause, blockerOfEvent, blockerOfPod } from '../verdict/blocker';
import type { Blocker } from '../verdict/stuck';

interface KnownBlocker extends Blocker {
  /** Whether only events report it. Its times are then those of the events. */
  readonly fromEvents?: boolean;
}

/** A blocker that an event reports. Times are in milliseconds. */
interface ReportedBlocker {
  readonly cause: BlockerCause;
  readonly first: number;
  readonly last: number;
}

/** What blocks one Job and its Pods, by their uids, and since when. */
export class BlockerTracker {
  private readonly known = new Map<string, KnownBlocker>();
  /** What kept Pods from starting until they were deleted, by uid. */
  private readonly untilDeletion = new Map<string, { pod: Pod; blocker: Blocker }>();

  /** Returns what blocks them now. A Pod that is being deleted has its grace period to go. */
  public at(now: number): readonly Blocker[] {
    return [...this.known.values()].filter(
      ({ since, until }) => until !== undefined || since <= now,
    );
  }

  /** Returns what kept Pods from starting until they were deleted. */
  public ofDeleted(isIncluded: (pod: Pod) => boolean): readonly Blocker[] {
    return [...this.untilDeletion.values()]
      .filter(({ pod }) => isIncluded(pod))
      .map(({ blocker }) => blocker);
  }

  public clear(): void {
    this.known.clear();
  }

  public forget(uid: string): void {
    this.known.delete(uid);
  }

  public seePod(pod: Pod, now: number): void {
    const { uid, name, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const before = this.known.get(uid);
    const cause = blockerOfPod(pod, before?.cause);
    if (cause?.class === 'terminating' && before && before.cause.class !== 'terminating') {
      this.untilDeletion.set(uid, { pod, blocker: before });
    }
    if (cause !== undefined) {
      const same = before && !before.fromEvents && before.cause.class === cause.class;
      const since = same ? before.since : now + 1000 * deletionGracePeriodSeconds;
      this.known.set(uid, { cause, since, pod: name });
    } else if (!before?.fromEvents || pod.status?.phase !== 'Pending') {
      // While a Pod is pending, it does not show what only events report.
      this.forget(uid);
    }
  }

  /**
   * Events remain after their cause has gone. So what counts is the time over which the cause was
   * reported repeatedly, not the time since it was first reported.
   * @param pod name of the Pod that the events are about; undefined if they are about the Job
   * @param after when it was last known that nothing blocked it, by the server's clock
   */
  public seeEvents(
    uid: string,
    pod: string | undefined,
    events: readonly KubeEvent[],
    after: number,
  ): void {
    const before = this.known.get(uid);
    if (before && !before.fromEvents) return; // what the Pod itself says is more reliable
    const reported = events
      .flatMap((event) => blockerReportedBy(event, after))
      .sort((a, b) => b.last - a.last);
    if (reported.length === 0) return;
    const [{ cause, last: until }] = reported;
    const same = reported.filter((other) => other.cause.class === cause.class);
    const since = Math.min(...same.map(({ first }) => first));
    this.known.set(uid, { cause, since, until, pod, fromEvents: true });
  }
}

function blockerReportedBy(event: KubeEvent, after: number): ReportedBlocker[] {
  const cause = blockerOfEvent(event);
  const { firstTimestamp, lastTimestamp, eventTime, metadata } = event;
  const last = Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '');
  const first = Date.parse(firstTimestamp ?? '') || last;
  return cause && last > after ? [{ cause, first: Math.max(first, after), last }] : [];
}
