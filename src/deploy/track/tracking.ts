import { cancelJobs } from './cancel';
import { concludeJob } from './conclude';
import { fetchItems } from './fetch-items';
import { allPodsSeen, listFinalPods, warnOfUnseenPods } from './final-pods';
import { jobReport } from './job-report';
import { watchLimits } from './limits';
import { Narration } from './narration';
import { terminalEvents } from './terminal-events';
import type { TrackOptions } from './track-options';
import type { TrackedJob } from './tracked-job';
import { watchBlockers } from './watch-blockers';
import { JobSighting, watchJobs } from './watch-jobs';
import { PodChange, watchPods } from './watch-pods';
import { watchSidecars } from './watch-sidecars';
import { abortVerdict } from '../core/deadline';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import type { Job, Pod } from '../kube/objects';
import { JobLogs } from '../logs/job-logs';
import { createAbortController, withTimeout } from '../runtime/abort';
import { createDeferred } from '../runtime/deferred';
import { missingVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';

/** How long the last list of Pods may take: without it, what only it shows is lost. */
const FINAL_PODS_TIMEOUT_MS = 60_000;
const DETAILS_TIMEOUT_MS = 10_000;

/** Follows Jobs until each has a verdict, and reads their logs to the end. */
export class Tracking {
  private readonly stop = createAbortController();
  private readonly byUid: ReadonlyMap<string, TrackedJob>;
  private readonly logs: JobLogs;
  private readonly narration = new Narration();
  /** Jobs that had ended before and whose Pods and logs are not reported. */
  private readonly past: ReadonlySet<TrackedJob>;
  /** Namespaces whose Pods have been listed. */
  private readonly podsListed = new Set<string>();
  private unended: number;
  private failure?: { readonly error: unknown };
  /**
   * Settles when the wait ends: without a value when every Job has its verdict, else with the
   * verdict of those that have none.
   */
  private readonly end = createDeferred<Verdict | undefined>();

  public constructor(
    private readonly session: Session,
    private readonly jobs: readonly TrackedJob[],
    private readonly options: TrackOptions,
    includeEnded: boolean,
  ) {
    const { client, clock, emit } = session;
    this.byUid = new Map(jobs.map((job) => [job.uid, job]));
    const ended = jobs.filter(({ verdict }) => verdict !== undefined);
    this.past = new Set(includeEnded ? [] : ended);
    this.unended = jobs.length - ended.length;
    this.logs = new JobLogs(client, clock, options.logs ?? 'all', emit);
  }

  public async run(): Promise<void> {
    const { signal } = this.session;
    const interrupt = () => {
      this.end.resolve(abortVerdict(signal));
      this.logs.close();
    };
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    try {
      this.start();
      const verdict = await this.end.promise;
      if (verdict === undefined) await this.settle();
      else await this.abandon(verdict);
      await this.fetchDetails(verdict);
      if (this.failure !== undefined) throw this.failure.error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.stop.abort();
      this.logs.close();
    }
  }

  private start(): void {
    const { session, jobs, options } = this;
    const { signal } = this.stop;
    for (const job of jobs) {
      if (job.verdict !== undefined) session.emit({ type: 'ended', job: jobReport(job) });
    }
    const namespaces = this.unended > 0 ? new Set(jobs.map(({ namespace }) => namespace)) : [];
    for (const namespace of namespaces) {
      const watched = this.jobsIn(namespace);
      const jobWatch = watchJobs(session, namespace, watched, signal);
      this.handle(jobWatch, (sighting) => this.onJob(namespace, sighting));
      const podWatch = watchPods(session, namespace, signal);
      this.handle(podWatch, (change) => this.onPods(namespace, change));
    }
    this.handle(watchBlockers(session, jobs, options.onStuck ?? {}, signal), ({ job, verdict }) => {
      if (verdict === undefined) this.narrate(job);
      else this.conclude([job], verdict);
    });
    this.handle(watchLimits(session.clock, jobs, options, signal), ({ job, verdict }) =>
      this.conclude([job], verdict),
    );
    void this.guard(watchSidecars(session, jobs, signal));
    this.endIfAllHaveEnded();
  }

  /** Handles what a watch yields until it ends. */
  private handle<T>(watch: AsyncIterable<T>, handler: (item: T) => void): void {
    const handleAll = async () => {
      for await (const item of watch) handler(item);
    };
    void this.guard(handleAll());
  }

  /** An error of work in the background ends the wait, or what follows it. */
  private async guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.failure ??= { error };
      this.end.reject(error);
      this.logs.close();
    }
  }

  private jobsIn(namespace: string): TrackedJob[] {
    return this.jobs.filter((job) => job.namespace === namespace);
  }

  private onJob(namespace: string, sighting: JobSighting): void {
    switch (sighting.type) {
      case 'seen': {
        const { job, live, verdict } = sighting;
        if (job.verdict !== undefined) return;
        job.see(live);
        if (verdict !== undefined) this.conclude([job], verdict);
        else this.narrate(job);
        return;
      }
      case 'missing': {
        const { jobs, listed } = sighting;
        return void this.guard(this.concludeMissing(namespace, jobs, listed));
      }
      case 'forbidden':
        return this.end.reject(sighting.error);
      case 'lost':
        return this.end.resolve(sighting.verdict);
    }
  }

  /** Events may still say how Jobs ended whose deletion was not observed. */
  private async concludeMissing(
    namespace: string,
    missing: readonly TrackedJob[],
    listed: readonly Job[],
  ): Promise<void> {
    const uids = new Set(missing.map(({ uid }) => uid));
    const events = await terminalEvents(this.session, namespace, uids, this.stop.signal);
    const byName = new Map(listed.map((job) => [job.metadata.name, job]));
    for (const job of missing) {
      this.conclude([job], missingVerdict(byName.get(job.name), events.get(job.uid)));
    }
  }

  private narrate(job: TrackedJob): void {
    const event = this.narration.jobEvent(job, this.session.clock.now());
    if (event === undefined) return;
    this.session.emit(event);
    if (event.state !== 'paused') return;
    const message = 'its parallelism is 0, so it creates no Pods until that is raised';
    this.session.emit({ type: 'warning', object: jobRef(job.namespace, job.name), message });
  }

  private onPods(namespace: string, change: PodChange): void {
    if (change.type !== 'list') return this.seePod(change.object, change.type === 'deleted');
    const uids = new Set(change.objects.map(({ metadata }) => metadata.uid));
    for (const pod of change.objects) this.seePod(pod, false);
    for (const job of this.jobsIn(namespace)) {
      for (const pod of job.pods.notIn(uids)) {
        if (!this.past.has(job)) this.logs.vanished(job, pod);
        this.seePod(pod, true);
      }
    }
    this.podsListed.add(namespace);
  }

  private seePod(pod: Pod, deleted: boolean): void {
    const { clock, emit } = this.session;
    const job = pod.metadata.ownerReferences
      ?.map(({ uid }) => this.byUid.get(uid))
      .find((owner) => owner !== undefined);
    if (job === undefined) return;
    job.seePod(pod, deleted, clock.now());
    if (this.past.has(job)) return;
    const event = this.narration.podEvent(job, pod);
    if (event !== undefined) emit(event);
    this.narrate(job);
    void this.guard(this.logs.see(job, pod));
  }

  private conclude(jobs: readonly TrackedJob[], verdict: Verdict): void {
    for (const job of jobs) if (concludeJob(this.session, job, verdict)) this.unended--;
    this.endIfAllHaveEnded();
  }

  private endIfAllHaveEnded(): void {
    if (this.unended === 0) this.end.resolve(undefined);
  }

  /** Ends the wait for Jobs that have not ended. */
  private async abandon(verdict: Verdict): Promise<void> {
    if (verdict.outcome === 'detached') {
      this.stop.abort(); // from now on the answers to the requests decide, not the watches
      await cancelJobs(this.session, this.jobs, this.options.onCancel);
    }
    this.conclude(this.jobs, verdict);
  }

  /**
   * Reads what comes after the last verdict. A verdict may arrive before the last changes of the
   * Pods; a list after it contains all of them.
   */
  private async settle(): Promise<void> {
    const { clock, signal } = this.session;
    const incomplete = this.jobs.filter((job) => !allPodsSeen(job));
    const ends = [signal, this.stop.signal];
    await withTimeout(clock, FINAL_PODS_TIMEOUT_MS, ends, async (timeout) => {
      for (const namespace of new Set(incomplete.map((job) => job.namespace))) {
        const objects = await listFinalPods(this.session, namespace, timeout);
        if (objects !== undefined) this.onPods(namespace, { type: 'list', objects });
      }
    });
    const observed = this.jobs.filter((job) => !this.past.has(job));
    for (const job of observed) {
      if (this.podsListed.has(job.namespace)) warnOfUnseenPods(this.session, job);
    }
    await this.logs.drain();
  }

  /** Fetches last lines of failed attempts and items, unless contact was lost or interrupted. */
  private async fetchDetails(verdict: Verdict | undefined): Promise<void> {
    const { client, clock, signal } = this.session;
    if (verdict?.outcome === 'unknown') return;
    if (signal.aborted && abortVerdict(signal).outcome !== 'timed-out') return;
    const ends = signal.aborted ? [this.stop.signal] : [this.stop.signal, signal];
    await withTimeout(clock, DETAILS_TIMEOUT_MS, ends, (timeout) =>
      Promise.all([
        this.logs.lastLines(this.jobs, timeout),
        fetchItems(client, this.jobs, timeout),
      ]),
    );
  }
}
