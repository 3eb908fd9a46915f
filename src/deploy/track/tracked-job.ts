import type { DeployEvent, PodState } from '../events';
import { Standings } from './standings';
import type { Job, KubeEvent, Pod } from '../kube/objects';
import type { JobReport } from '../report';
import { attemptsOf, PodAttempts } from '../verdict/attempts';
import { jobVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';
import type { Standing } from '../verdict/stuck';
import { waitingFor } from '../verdict/waiting';

/** How many of the last lines of each run are kept, for the report of a failure. */
const LAST_LINES = 20;
const LONGEST_LINE = 2_000;

interface TrackedPod {
  readonly pod: Pod;
  readonly deleted: boolean;
  readonly attempts: PodAttempts;
  readonly told: string;
}

/** All that is known of one Job, which is the one of this uid and no other. Nothing is ever forgotten: what a later state hides was seen. */
export class TrackedJob {
  private readonly pods = new Map<string, TrackedPod>();
  private readonly lastLines = new Map<string, string[]>();
  private readonly obstacles = new Standings();
  /** When the newest of its Pods was made, by the server's clock. */
  private newestPod = -Infinity;
  private ended?: Verdict;

  public constructor(private job: Job, verdict = jobVerdict(job)) {
    this.ended = verdict;
  }

  public get namespace(): string { return this.job.metadata.namespace!; }
  public get name(): string { return this.job.metadata.name; }
  public get uid(): string { return this.job.metadata.uid; }
  public get verdict(): Verdict | undefined { return this.ended; }

  /** The first verdict stands. @returns whether this was it */
  public end(verdict: Verdict | undefined): boolean {
    if (this.ended !== undefined || verdict === undefined) return false;
    this.ended = verdict;
    return true;
  }

  public see(job: Job): void {
    this.job = job;
  }

  /** @returns what is worth telling about the Pod, if it is not what was told before */
  public seePod(pod: Pod, deleted: boolean, now: number): DeployEvent | undefined {
    const { uid, name } = pod.metadata;
    this.obstacles.forget(deleted ? uid : this.uid); // a Pod could be made
    if (!deleted) this.obstacles.seePod(pod, now);
    this.newestPod = Math.max(this.newestPod, Date.parse(pod.metadata.creationTimestamp ?? '') || -Infinity);
    const before = this.pods.get(uid);
    const waiting = waitingFor(pod);
    const state = waiting === undefined ? (pod.status?.phase ?? 'Pending').toLowerCase() as PodState : 'waiting';
    const { reason, message } = waiting ?? pod.status ?? {};
    this.pods.set(uid, { pod, deleted, attempts: attemptsOf(pod, before?.attempts), told: `${state} ${reason}` });
    if (`${state} ${reason}` === (before?.told ?? 'pending undefined')) return undefined;
    return { type: 'pod', namespace: this.namespace, job: this.name, pod: name, state, reason, message };
  }

  /** What stands in the way of its Pods, or of making them. */
  public get standings(): readonly Standing[] {
    return this.obstacles.all;
  }

  /** Whether one of its Pods is at work. */
  public get runs(): boolean {
    return this.livePods().some(({ status }) => status?.phase === 'Running');
  }

  /** The kinds of objects of which events may tell why the Job does not go on. */
  public unexplained(): ('Job' | 'Pod')[] {
    const live = this.livePods();
    const { suspend = false, parallelism = 1 } = this.job.spec ?? {};
    if (live.length === 0) return suspend || parallelism === 0 ? [] : ['Job'];
    return live.some((pod) => pod.status?.phase === 'Pending' && waitingFor(pod) === undefined) ? ['Pod'] : [];
  }

  /** @param events by the uid of what they are about */
  public seeEvents(events: ReadonlyMap<string, readonly KubeEvent[]>): void {
    const live = this.livePods();
    if (live.length === 0) this.obstacles.seeEvents(this.uid, undefined, events.get(this.uid) ?? [], this.newestPod);
    for (const { metadata: { uid, name } } of live) this.obstacles.seeEvents(uid, name, events.get(uid) ?? [], -Infinity);
  }

  private livePods(): Pod[] {
    return [...this.pods.values()].filter(({ pod, deleted }) => !deleted && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')).map(({ pod }) => pod);
  }

  public podOf(uid: string): TrackedPod | undefined {
    return this.pods.get(uid);
  }

  /** The Pods that were in a list once and are missing in the next have been deleted. */
  public podsNotIn(uids: ReadonlySet<string>): Pod[] {
    return [...this.pods.values()].filter(({ pod, deleted }) => !deleted && !uids.has(pod.metadata.uid)).map(({ pod }) => pod);
  }

  public seeLine(run: string, text: string): void {
    const last = this.lastLines.get(run) ?? [];
    last.push(Buffer.from(text.slice(0, LONGEST_LINE)).toString()); // a copy: a slice would keep the whole chunk it came in
    if (last.length > LAST_LINES) last.shift();
    this.lastLines.set(run, last);
  }

  public report(): JobReport {
    const { outcome, reason, message, finishedAt } = this.ended ?? { outcome: 'unknown' };
    return {
      namespace: this.namespace,
      name: this.name,
      uid: this.uid,
      outcome,
      reason: reason ?? null,
      message: message ?? null,
      startedAt: this.job.status?.startTime ?? null,
      finishedAt: finishedAt ?? null,
      attempts: [...this.pods.values()].flatMap(({ attempts }) => [...attempts].map(([key, attempt]) => {
        const lastLines = attempt.exitCode === 0 ? undefined : this.lastLines.get(key);
        return lastLines === undefined ? attempt : { ...attempt, lastLines };
      })).sort((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? '')),
    };
  }

  /** What stands in the way of its Pods, for a Job that did not end. */
  public obstacle(): string | undefined {
    for (const { pod, deleted } of this.pods.values()) {
      const waiting = deleted ? undefined : waitingFor(pod);
      if (waiting !== undefined) return `Pod ${pod.metadata.name} waits: ${waiting.reason}${waiting.message === undefined ? '' : ` (${waiting.message})`}`;
    }
    return undefined;
  }
}
