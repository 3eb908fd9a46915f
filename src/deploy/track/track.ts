import { cancel, OnCancel } from './cancel';
import { listFinalPods } from './final-pods';
import { Limits, watchLimits } from './limits';
import { OnError, outageMonitor, podAccessMonitor } from './outage';
import { terminalEvents } from './terminal-events';
import type { TrackedJob } from './tracked-job';
import { watchBlockers } from './watch-blockers';
import { abortVerdict } from '../core/deadline';
import type { Session } from '../core/session';
import { jobsPath } from '../kube/jobs';
import type { Job, KubeObject, Pod } from '../kube/objects';
import { JOB_PODS, podsPath } from '../kube/pods';
import { Change, reflect } from '../kube/reflector';
import { JobLogs, LogChoice } from '../logs/job-logs';
import { createAbortController, withTimeout } from '../runtime/abort';
import { deletedVerdict, jobVerdict, missingVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';
import { Blocker, blockerHint, blockerText, StuckPolicy, stuckVerdict } from '../verdict/stuck';

/** How long the last list of Pods may take after the last verdict, in milliseconds: what it tells of is missing for good without it. */
const FINAL_PODS_TIMEOUT_MS = 60_000;
/** And the last lines of logs. */
const TAIL_TIMEOUT_MS = 10_000;
/** And how long events of Jobs that were deleted unseen. */
const TERMINAL_EVENTS_TIMEOUT_MS = 3_000;

/** What ends the waiting for a Job, besides its own end, and what is told meanwhile. */
export interface TrackOptions extends Limits {
  /**
   * What becomes of Jobs that something keeps from starting, by class of what it is: `fatal` ends the waiting (`stuck`) when it has stood in
   * the way for a while, 20 to 60 seconds, `warn` tells it then, `ignore` does neither.
   * @default fatal: `image`, `config`, `account`, `admission`, `quota`; warn: `registry`, `unschedulable`, `volume`, `sandbox`,
   * `control-plane`, `terminating`, `other`; ignore: `start`, since then Pods fail, and the Job's own retries decide
   */
  readonly onStuck?: StuckPolicy;
  /**
   * What becomes of the Jobs that have not ended when `signal` aborts: `detach` lets them go on; `suspend` stops their Pods, until the next
   * deploy resumes them; `delete` deletes them with their Pods. It has three seconds.
   * @default detach
   */
  readonly onCancel?: OnCancel;
  /**
   * Which lines of the Jobs' logs are told: `all`, each as it is written; `failed`, only the last of each failed attempt, in the report; or
   * `none`.
   * @default all
   */
  readonly logs?: LogChoice;
}

/**
 * Follows Jobs until each has a verdict: of a condition that is True, of its disappearance, or of the end of all patience.
 * Two watches a namespace, however many Jobs.
 *
 * @param endedToo whether logs are told also of Jobs that had ended before: for a deploy they were for whoever waited then
 * @throws ApiError if Jobs may not be listed or watched.
 */
export async function track(
  session: Session,
  jobs: readonly TrackedJob[],
  options: TrackOptions,
  endedToo = false,
): Promise<void> {
  await new Tracking(session, jobs, options, endedToo).run();
}

class Tracking {
  private readonly stop = createAbortController();
  private readonly byUid: ReadonlyMap<string, TrackedJob>;
  private readonly namespaces: ReadonlySet<string>;
  private readonly logs: JobLogs;
  /** Jobs that had ended before and of which nothing more is told. */
  private readonly past: ReadonlySet<TrackedJob>;
  /** Namespaces whose Pods may be seen. */
  private readonly podsListed = new Set<string>();
  /** Those that a list did not have. */
  private readonly missing = new Set<TrackedJob>();
  private unended: number;
  private failure?: { readonly error: unknown };
  /** What ends the waiting: undefined when each Job has its verdict, else the verdict of those that have none. */
  private readonly end = deferred<Verdict | undefined>();

  public constructor(
    private readonly session: Session,
    private readonly jobs: readonly TrackedJob[],
    private readonly options: TrackOptions,
    endedToo: boolean,
  ) {
    const { client, clock, emit } = session;
    this.byUid = new Map(jobs.map((job) => [job.uid, job]));
    this.namespaces = new Set(jobs.map(({ namespace }) => namespace));
    const ended = jobs.filter(({ verdict }) => verdict !== undefined);
    this.past = new Set(endedToo ? [] : ended);
    this.unended = jobs.length - ended.length;
    this.logs = new JobLogs(client, clock, options.logs ?? 'all', emit, (error) =>
      this.fail(error),
    );
  }

  public async run(): Promise<void> {
    const { clock, signal } = this.session;
    const interrupt = () => {
      this.end.resolve(abortVerdict(signal));
      this.logs.close();
    };
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    try {
      for (const job of this.jobs) {
        if (job.verdict !== undefined) this.session.emit({ type: 'ended', job: job.report() });
      }
      for (const namespace of this.unended > 0 ? this.namespaces : []) {
        void this.watch<Job>(
          jobsPath(namespace),
          undefined,
          (change) => this.onJobs(namespace, change),
          this.outage(),
        );
        void this.watch<Pod>(
          podsPath(namespace),
          JOB_PODS,
          (change) => this.onPods(namespace, change),
          podAccessMonitor(this.session, namespace),
        );
      }
      void this.whileItRuns(this.watchObstacles());
      void this.whileItRuns(
        watchLimits(clock, this.jobs, this.options, this.stop.signal, (job, verdict) =>
          this.conclude([job], verdict),
        ),
      );
      this.endIfAllHave();
      const verdict = await this.end.promise;
      if (verdict === undefined) await this.settle();
      else await this.letGo(verdict);
      const mayAsk =
        verdict?.outcome !== 'unknown' &&
        (!signal.aborted || abortVerdict(signal).outcome === 'timed-out');
      const ends = signal.aborted ? [this.stop.signal] : [this.stop.signal, signal];
      if (mayAsk) {
        await withTimeout(clock, TAIL_TIMEOUT_MS, ends, (enough) =>
          this.logs.lastLines(this.jobs, enough),
        );
      }
      if (this.failure !== undefined) throw this.failure.error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.stop.abort();
      this.logs.close();
    }
  }

  /** Runs until all is over. `onTrouble` says whether it is worth going on. */
  private async watch<T extends KubeObject>(
    path: string,
    selector: string | undefined,
    onChange: (change: Change<T>) => void,
    onTrouble: OnError,
  ): Promise<void> {
    try {
      for await (const change of reflect<T>(
        this.session.client,
        this.session.clock,
        path,
        selector,
        this.stop.signal,
      )) {
        if (change.type === 'trouble' ? !onTrouble(change.error) : !onTrouble()) return;
        if (change.type === 'polling') {
          this.session.emit({
            type: 'warning',
            message: `listed every few seconds, since it may not be watched: ${change.error.message}`,
          });
        }
        onChange(change);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  private watchObstacles(): Promise<void> {
    const { client, clock, emit } = this.session;
    return watchBlockers(client, clock, this.jobs, this.options.onStuck ?? {}, this.stop.signal, {
      looked: (job) => this.tell(job),
      stuck: (job, standing) => this.conclude([job], stuckVerdict(standing)),
      obstacle: (job, standing) => this.warnOf(job, obstacleText(job, standing)),
      noEvents: (namespace, error) =>
        emit({
          type: 'warning',
          message: `what keeps Pods in ${namespace} from being made is not told: ${error.message}`,
        }),
    });
  }

  private async whileItRuns(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!this.stop.signal.aborted) this.fail(error);
    }
  }

  private warnOf({ ref: object }: TrackedJob, message: string): void {
    this.session.emit({ type: 'warning', object, message });
  }

  /** Ends the waiting, or, if that has ended, what comes after it. */
  private fail(error: unknown): void {
    this.failure ??= { error };
    this.end.reject(error);
    this.logs.close();
  }

  private onJobs(namespace: string, change: Change<Job>): void {
    switch (change.type) {
      case 'list': {
        const listed = new Map(change.objects.map((job) => [job.metadata.uid, job]));
        const missing: TrackedJob[] = [];
        for (const tracked of this.jobs.filter(
          (job) => job.namespace === namespace && job.verdict === undefined,
        )) {
          const job = listed.get(tracked.uid);
          if (job !== undefined) this.seeJob(tracked, job, jobVerdict(job));
          else if (!this.missing.has(tracked)) missing.push(tracked);
        }
        if (missing.length > 0) {
          void this.whileItRuns(this.concludeMissing(namespace, missing, change.objects));
        }
        break;
      }
      case 'changed':
        this.seeJob(
          this.byUid.get(change.object.metadata.uid),
          change.object,
          jobVerdict(change.object),
        );
        break;
      case 'deleted':
        this.seeJob(
          this.byUid.get(change.object.metadata.uid),
          change.object,
          deletedVerdict(change.object),
        );
        break;
    }
  }

  /** Of Jobs that were deleted unseen, events may tell something still. */
  private async concludeMissing(
    namespace: string,
    missing: readonly TrackedJob[],
    listed: readonly Job[],
  ): Promise<void> {
    missing.forEach((job) => this.missing.add(job));
    const { client, clock } = this.session;
    const uids = new Set(missing.map(({ uid }) => uid));
    const words = await withTimeout(
      clock,
      TERMINAL_EVENTS_TIMEOUT_MS,
      [this.stop.signal],
      (enough) => terminalEvents(client, namespace, uids, enough),
    );
    const named = new Map(listed.map((job) => [job.metadata.name, job]));
    for (const job of missing) {
      this.conclude([job], missingVerdict(named.get(job.name), words.get(job.uid)));
    }
  }

  private seeJob(tracked: TrackedJob | undefined, job: Job, verdict: Verdict | undefined): void {
    if (tracked === undefined || tracked.verdict !== undefined) return;
    tracked.see(job);
    if (verdict !== undefined) this.conclude([tracked], verdict);
    else this.tell(tracked);
  }

  private tell(job: TrackedJob): void {
    const event = job.news(this.session.clock.now());
    if (event === undefined) return;
    this.session.emit(event);
    if (event.state === 'paused') {
      this.warnOf(job, 'its parallelism is 0, so it runs nothing until that is raised');
    }
  }

  private onPods(namespace: string, change: Change<Pod>): void {
    switch (change.type) {
      case 'list': {
        const uids = new Set(change.objects.map(({ metadata }) => metadata.uid));
        change.objects.forEach((pod) => this.seePod(pod, false));
        for (const job of this.jobs.filter((one) => one.namespace === namespace)) {
          for (const pod of job.podsNotIn(uids)) {
            if (!this.past.has(job)) this.logs.vanished(job, pod);
            this.seePod(pod, true);
          }
        }
        this.podsListed.add(namespace);
        break;
      }
      case 'changed':
        this.seePod(change.object, false);
        break;
      case 'deleted':
        this.seePod(change.object, true);
        break;
    }
  }

  private seePod(pod: Pod, deleted: boolean): void {
    const job = pod.metadata.ownerReferences
      ?.map(({ uid }) => this.byUid.get(uid))
      .find((owner) => owner !== undefined);
    if (job === undefined) return;
    const event = job.seePod(pod, deleted, this.session.clock.now());
    if (this.past.has(job)) return;
    if (event !== undefined) this.session.emit(event);
    this.tell(job);
    this.logs.see(job, pod);
  }

  private conclude(jobs: readonly TrackedJob[], verdict: Verdict): void {
    for (const job of jobs) {
      if (!job.end(verdict, this.session.clock.now())) continue;
      this.unended--;
      this.session.emit({ type: 'ended', job: job.report() });
    }
    this.endIfAllHave();
  }

  /** What has not ended goes on, unless the caller, who has enough, wants it otherwise. */
  private async letGo(verdict: Verdict): Promise<void> {
    if (verdict.outcome === 'detached') {
      this.stop.abort(); // the answers tell now, not the watches
      await cancel(this.session, this.jobs, this.options.onCancel ?? 'detach', (job, one) =>
        this.conclude([job], one),
      );
    }
    this.conclude(this.jobs, verdict);
  }

  private endIfAllHave(): void {
    if (this.unended === 0) this.end.resolve(undefined);
  }

  /** A verdict may come before the last news of the Pods; where it has, one list after it holds all that they have to tell. */
  private async settle(): Promise<void> {
    const { clock, signal } = this.session;
    await withTimeout(clock, FINAL_PODS_TIMEOUT_MS, [signal, this.stop.signal], async (enough) => {
      for (const namespace of new Set(
        this.jobs.filter((job) => !job.allPodsSeen).map((job) => job.namespace),
      )) {
        const objects = await listFinalPods(this.session, namespace, enough);
        if (objects !== undefined) this.onPods(namespace, { type: 'list', objects });
      }
    });
    for (const job of this.jobs.filter(
      (one) => !this.past.has(one) && this.podsListed.has(one.namespace),
    )) {
      const { unseenPods: many } = job;
      if (many > 0) {
        this.warnOf(
          job,
          `${many} of its Pods ${many === 1 ? 'was' : 'were'} gone before anybody saw ${many === 1 ? 'it' : 'them'}: what ${many === 1 ? 'it' : 'they'} wrote is missing`,
        );
      }
    }
    await this.logs.drain();
  }

  private outage(): OnError {
    return outageMonitor(this.session, {
      forbidden: (error) => this.end.reject(error),
      lost: (verdict) => this.end.resolve(verdict),
    });
  }
}

function obstacleText(job: TrackedJob, standing: Blocker): string {
  const { message: hint, command: next } = blockerHint(standing, job.namespace, job.name);
  return `${blockerText(standing)}; ${hint} (${next})`;
}

function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
