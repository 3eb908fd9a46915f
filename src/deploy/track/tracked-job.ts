import { BlockerTracker } from './blockers';
import { JobActivity } from './job-activity';
import { TrackedPods } from './tracked-pods';
import type { JobManifest } from '../../kubernetes/manifest';
import type { Items } from '../kube/items';
import type { Job, Pod } from '../kube/objects';
import { LogTails } from '../logs/tail';
import { DEADLINE_EXCEEDED, isDeletedByDeadline } from '../verdict/job-deadline';
import { isSuspendedOrQueued, jobState, JobState } from '../verdict/job-state';
import { jobVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';
import { Blocker, blockerText } from '../verdict/stuck';

/** How a Job ended, and what blocked it then. */
export interface Ending extends Verdict {
  readonly blockers: readonly Blocker[];
}

/**
 * What is known of one Job, identified by its uid, and of its Pods. It changes by what the
 * cluster reports and does no I/O. Narration decides which changes are worth an event, and
 * jobReport describes the end.
 */
export class TrackedJob {
  public readonly namespace: string;
  public readonly name: string;
  public readonly uid: string;
  public readonly pods = new TrackedPods();
  public readonly blockers = new BlockerTracker();
  public readonly activity = new JobActivity();
  /** The last lines of each container's log. */
  public readonly tails = new LogTails();
  /** Whether it had ended before this operation. */
  public readonly hadEnded: boolean;
  /** The items of an Indexed Job. @default not read, or it has none */
  public items?: Items;
  private job: Job;
  private ending?: Ending;

  /**
   * @param applied the manifest that this deploy applied, if it did
   * @param verdict how the Job had ended before
   */
  public constructor(
    job: Job,
    public readonly applied?: JobManifest,
    verdict = jobVerdict(job),
  ) {
    this.job = job;
    this.namespace = job.metadata.namespace!;
    this.name = job.metadata.name;
    this.uid = job.metadata.uid;
    this.ending = verdict && { ...verdict, blockers: [] };
    this.hadEnded = verdict !== undefined;
  }

  /** The Job as it was last seen. */
  public get live(): Job {
    return this.job;
  }

  /** How it ended; undefined while it is waited for. */
  public get verdict(): Ending | undefined {
    return this.ending;
  }

  /** Whether it runs several Pods besides retries, at once or one after the other. */
  public get multiPod(): boolean {
    const { completions, parallelism = 1 } = this.job.spec ?? {};
    return (completions ?? parallelism) > 1;
  }

  /** Ends the wait for the Job. The first verdict counts. @returns whether this was the first */
  public end(verdict: Verdict, now: number): boolean {
    if (this.ending !== undefined) return false;
    const blockers = distinctBlockers(blockersAtEnd(this, verdict, now), verdict);
    const why = reasonForEnd(this, verdict, blockers, now);
    const message = [verdict.message, why].filter(Boolean).join('; ');
    this.ending = { ...verdict, ...(why !== undefined && { message }), blockers };
    return true;
  }

  public see(job: Job): void {
    this.activity.seeJob(this.job, job);
    this.job = job;
    if (isSuspendedOrQueued(job)) this.blockers.clear();
  }

  public seePod(pod: Pod, deleted: boolean, now: number): void {
    // That a Pod exists shows that nothing prevents the creation of Pods.
    this.blockers.forget(deleted ? pod.metadata.uid : this.uid);
    if (!deleted) this.blockers.seePod(pod, now);
    const progressed = this.pods.see(pod, deleted);
    this.activity.seePod(this.job, pod, progressed);
  }
}

/** Returns the state of a Job that has not ended. */
export function stateAt({ live, pods, blockers }: TrackedJob, now: number): JobState {
  return jobState(live, pods.seen, blockers.at(now));
}

/** What blocked the Job when the wait for it ended, or when its deadline expired. */
function blockersAtEnd(job: TrackedJob, verdict: Verdict, now: number): readonly Blocker[] {
  const { blockers, live } = job;
  if (['stuck', 'timed-out'].includes(verdict.outcome)) return blockers.at(now);
  if (verdict.reason !== DEADLINE_EXCEEDED) return [];
  // The Job controller then deletes the Pods, which is not what kept them from starting.
  const ofOthers = blockers.at(now).filter(({ cause }) => cause.class !== 'terminating');
  const ofStopped = blockers.ofDeleted((pod) => isDeletedByDeadline(pod, live));
  return [...ofOthers, ...ofStopped];
}

/** The same cause may block a thousand Pods: only the first is kept. The verdict's is first. */
function distinctBlockers(blockers: readonly Blocker[], verdict: Verdict): Blocker[] {
  const distinct = new Map<string, Blocker>();
  for (const blocker of [...blockers].reverse()) {
    distinct.set(`${blocker.cause.class} ${blocker.cause.reason}`, blocker);
  }
  const isOther = ({ cause }: Blocker) => Number(cause.reason !== verdict.reason);
  return [...distinct.values()].reverse().sort((a, b) => isOther(a) - isOther(b));
}

function reasonForEnd(
  job: TrackedJob,
  { outcome }: Verdict,
  blockers: readonly Blocker[],
  now: number,
): string | undefined {
  if (outcome === 'timed-out') return reasonToWait(job, blockers, now);
  return outcome === 'failed' && blockers.length > 0 ? blockerText(blockers[0]) : undefined;
}

/** Why the Job has not ended. */
function reasonToWait(
  job: TrackedJob,
  [blocker]: readonly Blocker[],
  now: number,
): string | undefined {
  if (blocker !== undefined) return blockerText(blocker);
  const { state, message } = stateAt(job, now);
  switch (state) {
    case 'suspended':
      return 'it is suspended';
    case 'paused':
      return 'its parallelism is 0';
    case 'queued':
      return `it is ${message}`;
    default:
      return undefined;
  }
}
