import { BlockerTracker } from './blockers';
import { TrackedPod, TrackedPods } from './tracked-pods';
import { collapseCarriageReturns } from '../../kubernetes/carriage-return';
import { parseDuration } from '../../kubernetes/duration';
import { indexIntervals, formatIndexes, remainingIndexes } from '../../kubernetes/index-set';
import type { JobManifest } from '../../kubernetes/manifest';
import { TIMEOUT_ANNOTATION, TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { DeployEvent, JobEvent } from '../core/events';
import { IndexReport, JobReport, jobRef, ObjectRef } from '../core/report';
import { jobPath } from '../kube/jobs';
import type { Job, KubeEvent, Pod } from '../kube/objects';
import type { FailedContainerRun } from '../logs/tail';
import type { Hint } from '../verdict/hint';
import { failureHints, sidecarHint } from '../verdict/hints';
import {
  isManagedExternally,
  isSuspendedOrQueued,
  jobState,
  JobState,
  queueReason,
} from '../verdict/job-state';
import { jobVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';
import { Blocker, blockerHint, blockerText } from '../verdict/stuck';
import { waitingFor } from '../verdict/waiting';

/** How many of the last lines of each run are kept, for the report of a failure. */
export const TAIL_LINES = 20;
const MAX_TAIL_LINE_LENGTH = 2_000;

/** All that is known of one Job, which is the one of this uid and no other. */
export class TrackedJob {
  private readonly pods = new TrackedPods();
  private readonly lastLines = new Map<string, string[]>();
  private readonly obstacles = new BlockerTracker();
  private ended?: Verdict;
  private inTheWay: readonly Blocker[] = [];
  private told?: { readonly key: string; readonly held: boolean };
  private toldRetry?: string;
  private changes = 0;
  private hasStarted = false;
  /** How many Pods had ended when it was held back last. */
  private endedBefore = 0;

  /** @param applied what the Job was made of, if this deploy has applied it */
  public constructor(
    private job: Job,
    public readonly applied?: JobManifest,
    verdict = jobVerdict(job),
  ) {
    this.ended = verdict;
  }

  public get namespace(): string {
    return this.job.metadata.namespace!;
  }
  public get name(): string {
    return this.job.metadata.name;
  }
  public get uid(): string {
    return this.job.metadata.uid;
  }
  public get path(): string {
    return jobPath(this.namespace, this.name);
  }
  public get ref(): ObjectRef {
    return jobRef(this.namespace, this.name);
  }
  public get verdict(): Verdict | undefined {
    return this.ended;
  }

  public get suspended(): boolean {
    return this.job.spec?.suspend === true;
  }
  /** Who decides when it runs, if that is not the Job controller alone. */
  public get queue(): string | undefined {
    return queueReason(this.job);
  }
  /** Whether it is meant to make no Pods just now. */
  public get heldBack(): boolean {
    return isSuspendedOrQueued(this.job);
  }
  /** Grows with each new state of the Job or a Pod, and each line of a log. */
  public get progress(): number {
    return this.changes;
  }
  /** Whether one of its Pods has run, since it was resumed if it was suspended. */
  public get started(): boolean {
    return this.hasStarted || this.runs;
  }
  /** How long it is to be waited for, if it says so itself, in seconds. */
  public get timeoutSeconds(): number | undefined {
    return parseDuration(this.job.metadata.annotations?.[TIMEOUT_ANNOTATION] ?? '');
  }
  /** The TTL of its own, in seconds, if a deploy has held it back. */
  public get ttl(): number | undefined {
    const own = this.job.metadata.annotations?.[TTL_ANNOTATION];
    return own === undefined ? undefined : Number(own);
  }

  /** Whether one of its Pods is at work. */
  public get runs(): boolean {
    return this.pods.seen.running > 0;
  }

  /** Whether all of its Pods have surely been seen to their end: the Job has counted no more of them, and none is at work. */
  public get allPodsSeen(): boolean {
    const { succeeded = 0, failed = 0 } = this.job.status ?? {};
    return (
      this.ended?.outcome === 'succeeded' &&
      succeeded > 0 &&
      this.pods.size === 0 &&
      this.pods.ended('Succeeded') >= succeeded &&
      this.pods.ended('Failed') >= failed
    );
  }

  /** How many Pods it has counted that were never seen: they came and went where nobody looked. */
  public get unseenPods(): number {
    const { succeeded = 0, failed = 0 } = this.job.status ?? {};
    return isManagedExternally(this.job) ? 0 : Math.max(0, succeeded + failed - this.pods.count);
  }

  /** The first verdict stands. @returns whether this was it */
  public end(verdict: Verdict, now: number): boolean {
    if (this.ended !== undefined) return false;
    if (verdict.outcome === 'stuck' || verdict.outcome === 'timed-out') {
      const first = ({ cause: obstacle }: Blocker) => Number(obstacle.reason !== verdict.reason);
      this.inTheWay = distinct(this.standings(now)).sort((a, b) => first(a) - first(b));
    }
    const why = verdict.outcome === 'timed-out' ? this.waitsFor(now) : undefined;
    this.ended =
      why === undefined ? verdict : { ...verdict, message: `${verdict.message}; ${why}` };
    return true;
  }

  public see(job: Job): void {
    if (
      JSON.stringify(job.status) !== JSON.stringify(this.job.status) ||
      isSuspendedOrQueued(job) !== this.heldBack
    ) {
      this.changes++;
    }
    this.job = job;
    const { ready = 0, succeeded = 0, failed = 0 } = job.status ?? {};
    if (this.heldBack) {
      this.obstacles.clear();
      this.hasStarted = false;
      this.endedBefore = succeeded + failed;
    } else {
      this.hasStarted ||= ready > 0 || succeeded + failed > this.endedBefore;
    }
  }

  /** @returns what is worth telling about the Pod, if it is not what was told before */
  public seePod(pod: Pod, deleted: boolean, now: number): DeployEvent | undefined {
    this.obstacles.forget(deleted ? pod.metadata.uid : this.uid); // a Pod could be made
    if (!deleted) this.obstacles.seePod(pod, now);
    const { told, progress } = this.pods.see(pod, deleted);
    if (progress) this.changes++;
    // One that is being deleted may be of before a suspension.
    if (
      pod.status?.phase === 'Running' &&
      pod.metadata.deletionTimestamp === undefined &&
      !this.heldBack
    ) {
      this.hasStarted = true;
    }
    return (
      told && {
        type: 'pod',
        namespace: this.namespace,
        job: this.name,
        pod: pod.metadata.name,
        ...told,
      }
    );
  }

  /** @returns what is worth telling about the Job, if it is not what was told before */
  public news(now: number): JobEvent | undefined {
    if (this.ended !== undefined) return undefined;
    const { state, reason, message } = this.state(now);
    const held = state === 'suspended' || state === 'queued' || state === 'paused';
    // That Pods come and go, they tell themselves; and that it ends, its end, if that is near.
    if ((state === 'no-pods' || state === 'pending') && reason === undefined && !this.told?.held) {
      return undefined;
    }
    if ((state === 'succeeding' || state === 'failing') && this.pods.size === 0) return undefined;
    // A Pod is seen to fail before the Job has counted it.
    if (state === 'retrying' && message === this.toldRetry) return undefined;
    const key = [state, reason, state === 'retrying' && message].join();
    if (key === this.told?.key) return undefined;
    this.told = { key, held };
    if (state === 'retrying') this.toldRetry = message;
    return { type: 'job', namespace: this.namespace, job: this.name, state, reason, message };
  }

  /** What stands in the way of its Pods, or of making them. */
  public standings(now: number): readonly Blocker[] {
    return this.obstacles.at(now);
  }

  /** The kinds of objects of which events may tell why the Job does not go on. */
  public unexplained(): ('Job' | 'Pod')[] {
    if (this.pods.size === 0) return this.heldBack || isManagedExternally(this.job) ? [] : ['Job'];
    return [...this.pods.alive].some(
      (pod) => pod.status?.phase === 'Pending' && waitingFor(pod) === undefined,
    )
      ? ['Pod']
      : [];
  }

  /** @param events by the uid of what they are about */
  public seeEvents(events: ReadonlyMap<string, readonly KubeEvent[]>): void {
    // What kept Pods from being made before the newest was, or before the Job was resumed, does so no more.
    const after = Math.max(
      this.pods.newestAt,
      Date.parse(this.job.status?.startTime ?? '') || -Infinity,
    );
    if (this.pods.size === 0) {
      this.obstacles.seeEvents(this.uid, undefined, events.get(this.uid) ?? [], after);
    }
    for (const {
      metadata: { uid, name },
    } of this.pods.alive) {
      this.obstacles.seeEvents(uid, name, events.get(uid) ?? [], -Infinity);
    }
  }

  public podOf(uid: string): TrackedPod | undefined {
    return this.pods.of(uid);
  }

  public podsNotIn(uids: ReadonlySet<string>): Pod[] {
    return this.pods.notIn(uids);
  }

  public seeLine(run: string, text: string): void {
    this.changes++;
    const last = this.lastLines.get(run) ?? [];
    last.push(Buffer.from(collapseCarriageReturns(text).slice(0, MAX_TAIL_LINE_LENGTH)).toString()); // a copy: a slice would keep the whole chunk it came in
    if (last.length > TAIL_LINES) last.shift();
    this.lastLines.set(run, last);
  }

  public forgetLines(run: string): void {
    this.lastLines.delete(run);
  }

  public failedRuns(): FailedContainerRun[] {
    return this.pods
      .runs()
      .flatMap(({ key, pod, attempt: { container, exitCode } }) =>
        container === null || exitCode === 0 ? [] : [{ job: this, pod, key, container }],
      );
  }

  public report(): JobReport {
    const { outcome, reason, message, finishedAt } = this.ended ?? { outcome: 'unknown' };
    const { startTime, active = 0, succeeded = 0, failed = 0 } = this.job.status ?? {};
    const runs = this.pods.runs();
    return {
      namespace: this.namespace,
      name: this.name,
      uid: this.uid,
      outcome,
      reason: reason ?? null,
      message: message ?? null,
      startedAt: startTime ?? null,
      finishedAt: finishedAt ?? null,
      indexes: indexReport(this.job),
      pods: { active, succeeded, failed },
      blockers: this.inTheWay.map(({ cause: obstacle, pod }) => ({
        ...obstacle,
        message: obstacle.message ?? null,
        pod: pod ?? null,
      })),
      hints: this.hints(runs),
      attempts: runs.map(({ key, attempt }) => {
        const lastLines = attempt.exitCode === 0 ? undefined : this.lastLines.get(key);
        return lastLines === undefined ? attempt : { ...attempt, lastLines };
      }),
    };
  }

  private state(now: number): JobState {
    return jobState(this.job, this.pods.seen, this.standings(now));
  }

  private hints(runs: ReturnType<TrackedPods['runs']>): Hint[] {
    switch (this.ended?.outcome) {
      case 'failed':
        return failureHints(
          this.job,
          this.ended,
          runs.filter(({ attempt }) => attempt.exitCode !== 0),
        );
      case 'stuck':
      case 'timed-out':
        return [
          ...this.inTheWay.map((standing) => blockerHint(standing, this.namespace, this.name)),
          ...(this.ended.outcome === 'stuck' ? [] : sidecarHint(this.pods.alive, this.namespace)),
        ];
      default:
        return [];
    }
  }

  /** Why it has not ended. */
  private waitsFor(now: number): string | undefined {
    if (this.inTheWay.length > 0) return blockerText(this.inTheWay[0]);
    const { state, message } = this.state(now);
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
}

/** The same may stand in the way of a thousand Pods; it is told of the first. */
function distinct(standings: readonly Blocker[]): Blocker[] {
  return [
    ...new Map(
      [...standings]
        .reverse()
        .map((standing) => [`${standing.cause.class} ${standing.cause.reason}`, standing]),
    ).values(),
  ].reverse();
}

function indexReport({ spec, status }: Job): IndexReport | null {
  if (spec?.completionMode !== 'Indexed') return null;
  const [succeeded, failed] = [status?.completedIndexes, status?.failedIndexes].map((text) =>
    indexIntervals(text ?? ''),
  );
  return {
    succeeded: formatIndexes(succeeded),
    failed: formatIndexes(failed),
    incomplete: formatIndexes(remainingIndexes(spec.completions ?? 0, succeeded, failed)),
  };
}
