import { drainTimeoutMs, drainTimeoutReason, MAX_RUNNING_MS, outlivedReason } from './drain';
import { CrossRunDeduplicator } from './duplicate-lines';
import { failedRuns, fetchTails, missingTailsText } from './fetch-tails';
import { followLog } from './follow-log';
import { FollowedLog } from './followed-log';
import type { LogChoice } from './log-choice';
import { LoggedJob, logRef, stateOf } from './pod-run';
import { possibleRuns, RestartGapDetector } from './restart-gaps';
import type { DeployEvent, LogRef } from '../core/events';
import type { Client } from '../kube/client';
import type { LogLine } from '../kube/logs';
import type { Pod } from '../kube/objects';
import { createAbortController } from '../runtime/abort';
import type { Clock } from '../runtime/clock';
import { Limiter } from '../runtime/limiter';
import { completionIndex } from '../verdict/completion-index';
import { containerRuns } from '../verdict/container-runs';

/** Each open stream holds a connection and a file of the kubelet. */
const MAX_STREAMS = 100;
/** How long to wait before the number of queued logs is reported: more may follow. */
const QUEUE_NOTICE_DELAY_MS = 1_000;
const DRAIN_CHECK_INTERVAL_MS = 500;

/** Follows the log of every run of every container of the Jobs' Pods, each once. */
export class JobLogs {
  private readonly seen = new Set<string>();
  private readonly restartGaps = new RestartGapDetector();
  private readonly duplicates = new CrossRunDeduplicator();
  private readonly following = new Map<FollowedLog, Promise<void>>();
  /** Keys of the runs whose log has been read from its beginning to its end. */
  private readonly complete = new Set<string>();
  private readonly streams: Limiter;
  private readonly stop = createAbortController();
  private queueNoticePending = false;
  /** Number of lines that the reader has not accepted yet. */
  private held = 0;
  private lastActivityAt: number;

  /**
   * @param emit may return a promise for a line: no more of that log is read until it resolves
   */
  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly choice: LogChoice,
    private readonly emit: (event: DeployEvent) => unknown,
    private readonly maxStreams = MAX_STREAMS,
  ) {
    this.streams = new Limiter(maxStreams);
    this.lastActivityAt = clock.now();
  }

  /**
   * Follows the runs that the Pod shows and that are not followed yet.
   * @returns resolves when they are no longer followed
   * @throws what `emit` throws
   */
  public async see(job: LoggedJob, pod: Pod): Promise<void> {
    if (this.choice === 'none') return;
    for (const { container, restarts, runs } of this.restartGaps.see(pod)) {
      const what = runs === 1 ? '1 run ended before it was' : `${runs} runs ended before they were`;
      const why = `${what} observed, and the kubelet keeps only the last two`;
      this.incomplete(logRef(job, pod, container, restarts), why);
    }
    const begun: Promise<void>[] = [];
    for (const run of containerRuns(pod)) {
      if (this.seen.has(run.key)) continue;
      this.seen.add(run.key);
      const log = new FollowedLog(job, pod, run);
      const done = this.streams
        .run(() => this.follow(log))
        .finally(() => this.following.delete(log));
      this.following.set(log, done);
      begun.push(done);
    }
    if (this.following.size > this.maxStreams && !this.queueNoticePending) void this.noticeQueue();
    await Promise.all(begun);
  }

  /** Reports the runs that may be missing of a Pod that was deleted unobserved. */
  public vanished(job: LoggedJob, pod: Pod): void {
    for (const { container, restarts } of possibleRuns(pod)) {
      const why = 'its Pod was deleted, and whether the container ran again was not observed';
      this.incomplete(logRef(job, pod, container, restarts), why);
    }
  }

  /**
   * Waits until all logs have been read to their ends, or nothing has arrived for a while. Logs
   * that cannot be read are waited for longer. What a Job that timed out still writes is not
   * waited for.
   */
  public async drain(): Promise<void> {
    const startedAt = this.clock.now();
    this.lastActivityAt = startedAt;
    for (const log of this.following.keys()) {
      if (log.job.verdict?.outcome === 'timed-out' && log.running) log.stop();
    }
    while (this.following.size > 0 && !this.stop.signal.aborted) {
      const logs = [...this.following.keys()];
      const deadline = this.lastActivityAt + drainTimeoutMs(logs, this.readerBusy);
      const left = deadline - this.clock.now();
      if (left <= 0) {
        for (const log of logs) this.abandon(log, drainTimeoutReason(log, this.readerBusy));
        break;
      }
      if (this.clock.now() >= startedAt + MAX_RUNNING_MS) {
        for (const log of logs) if (log.running) this.abandon(log, outlivedReason());
      }
      const wait = Math.min(left, DRAIN_CHECK_INTERVAL_MS);
      await Promise.race([
        Promise.allSettled(this.following.values()),
        this.clock.sleep(wait, this.stop.signal).catch(() => undefined),
      ]);
    }
    this.close();
  }

  /** Fetches the last lines of failed attempts whose log has not been read to its end. */
  public async lastLines(jobs: readonly LoggedJob[], signal: AbortSignal): Promise<void> {
    if (this.choice === 'none') return;
    const unread = jobs.flatMap(failedRuns).filter(({ key }) => !this.complete.has(key));
    const missing = await fetchTails(this.client, unread, signal);
    if (missing.length > 0) this.emit({ type: 'warning', message: missingTailsText(missing) });
  }

  public close(): void {
    this.stop.abort();
    for (const log of this.following.keys()) log.stop();
  }

  private async follow(followed: FollowedLog): Promise<void> {
    const { key, log, signal } = followed;
    if (signal.aborted) return;
    followed.begun = true;
    let complete = true;
    const gap = (why: string) => {
      complete = false;
      this.incomplete(log, why);
    };
    const state = () => stateOf(followed);
    try {
      for await (const item of followLog(this.client, this.clock, followed.runLog, state, signal)) {
        switch (item.type) {
          case 'line':
            this.lastActivityAt = this.clock.now();
            await this.take(followed, item.line);
            break;
          case 'gap':
            this.lastActivityAt = this.clock.now();
            gap(item.message);
            break;
          case 'read':
            if (item.error === undefined && followed.error !== undefined) {
              this.lastActivityAt = this.clock.now();
            }
            followed.error = item.error;
            break;
        }
      }
      if (complete && !followed.overlaps) this.complete.add(key);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async take(followed: FollowedLog, line: LogLine): Promise<void> {
    const { job, key, log, pod } = followed;
    const otherRun = this.duplicates.take(log, line.time);
    if (otherRun !== undefined) {
      if (!followed.overlaps) this.reportOverlap(log, otherRun);
      followed.overlaps = true;
      return;
    }
    job.tails.add(key, line.text);
    if (this.choice !== 'all') return;
    const { multiPod } = job;
    const index = completionIndex(pod);
    const multiContainer = hasManyContainers(pod);
    await this.emitLine({ type: 'log', ...log, multiPod, index, multiContainer, ...line });
  }

  /** Reports that the log of the next run was read in place of that of the run before it. */
  private reportOverlap(log: LogRef, otherRun: number): void {
    const why =
      otherRun < log.restarts
        ? 'its last lines may be missing, and it contains lines of the next run'
        : 'its last lines may be missing: the kubelet served the log of the next run';
    this.incomplete({ ...log, restarts: Math.min(otherRun, log.restarts) }, why);
  }

  private get readerBusy(): boolean {
    return this.held > 0;
  }

  private async emitLine(event: DeployEvent): Promise<void> {
    const accepted = this.emit(event);
    if (typeof (accepted as PromiseLike<unknown> | undefined)?.then !== 'function') return;
    this.held++;
    try {
      await accepted;
    } finally {
      this.held--;
      this.lastActivityAt = this.clock.now();
    }
  }

  private abandon(log: FollowedLog, why: string): void {
    if (!log.signal.aborted) this.incomplete(log.log, why);
    log.stop();
  }

  private incomplete(log: LogRef, why: string): void {
    if (this.choice !== 'all') return;
    const what = `log of ${log.namespace}/${log.pod}, container ${log.container}`;
    this.emit({ type: 'warning', message: `${what}, is incomplete: ${why}`, log });
  }

  private async noticeQueue(): Promise<void> {
    this.queueNoticePending = true;
    await this.clock.sleep(QUEUE_NOTICE_DELAY_MS, this.stop.signal).catch(() => undefined);
    const queued = [...this.following.keys()].filter(({ begun }) => !begun).length;
    this.queueNoticePending = queued > 0;
    if (queued === 0 || this.choice !== 'all' || this.stop.signal.aborted) return;
    const logs = queued === 1 ? '1 log is' : `${queued} logs are`;
    const why = `at most ${this.maxStreams} are followed at once`;
    const what = `${logs} queued, because ${why}`;
    const message = `${what}; each is shown from its beginning when another one ends`;
    this.emit({ type: 'warning', message });
  }
}

function hasManyContainers({ spec: { containers, initContainers = [] } }: Pod): boolean {
  return containers.length + initContainers.length > 1;
}
