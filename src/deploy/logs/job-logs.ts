import { runLog } from './container-log';
import { CrossRunDeduplicator } from './duplicate-lines';
import { followLog } from './follow-log';
import { PodRun, stateOf } from './pod-run';
import { RestartGapDetector } from './restart-gaps';
import { fetchTails, missingTailsText } from './tail';
import type { DeployEvent, LogRef } from '../core/events';
import type { Client } from '../kube/client';
import type { Pod } from '../kube/objects';
import { createAbortController } from '../runtime/abort';
import type { Clock } from '../runtime/clock';
import { Limiter } from '../runtime/limiter';
import type { TrackedJob } from '../track/tracked-job';
import { containerRuns } from '../verdict/container-runs';

/** Which lines are told: all, as they are written; of failed attempts the last, in the report; or none. */
export type LogChoice = 'all' | 'failed' | 'none';

/** Each open stream holds a connection and a file of the kubelet. */
const MAX_STREAMS = 100;
/** How long it is waited, before it is said how many have to wait for a stream, in milliseconds: until then more may have come. */
const QUEUE_NOTICE_DELAY_MS = 1_000;
/** How long, after the last verdict, logs of containers that still run may be silent before they are given up, in milliseconds. */
const DRAIN_IDLE_TIMEOUT_MS = 10_000;
/** And how long others, which have an end, may fail to be read to it: the server may be away for a while, but a node may be away for good. */
const DRAIN_RETRY_TIMEOUT_MS = 60_000;
/** And how long those of containers that still run are followed: a Pod that outlives its Job may never fall silent. */
const MAX_DRAIN_MS = 60_000;
/** And how long whoever is told may take for one line. */
const READER_STALL_TIMEOUT_MS = 5 * 60_000;

/** A run of a container whose log is followed, or will be. */
interface Followed extends PodRun {
  readonly log: LogRef;
  /** Gives it up. */
  readonly stop: AbortController;
  begun: boolean;
  /** Why it could not be read when it was tried last. */
  trouble?: Error;
}

/** Follows the log of every run of every container of the Jobs' Pods, each once. */
export class JobLogs {
  private readonly seen = new Set<string>();
  private readonly seenRuns = new RestartGapDetector();
  private readonly earlierRuns = new CrossRunDeduplicator();
  private readonly following = new Map<Followed, Promise<void>>();
  /** The runs whose log has been read from its beginning to its end. */
  private readonly read = new Set<string>();
  private readonly streams: Limiter;
  private readonly stop = createAbortController();
  private queueNoticePending = false;
  /** How many wait for whoever is told. */
  private held = 0;
  private lastNews: number;

  /**
   * @param emit may return a promise for a line: no more of that log is read until it is kept
   * @param fail is told what no log can be blamed for
   */
  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly choice: LogChoice,
    private readonly emit: (event: DeployEvent) => unknown,
    private readonly fail: (error: unknown) => void,
    private readonly mostStreams = MAX_STREAMS,
  ) {
    this.streams = new Limiter(mostStreams);
    this.lastNews = clock.now();
  }

  /** Follows what the Pod shows and is not followed yet. */
  public see(job: TrackedJob, pod: Pod): void {
    if (this.choice === 'none') return;
    for (const { container, restarts, runs } of this.seenRuns.see(pod)) {
      const [many, were] = runs === 1 ? ['a run', 'was'] : [`${runs} runs`, 'were'];
      this.incomplete(
        logOf(job, pod, container, restarts),
        `${many} ${were} over before ${runs === 1 ? 'it' : 'they'} ${were} seen, and the kubelet keeps the last two at most`,
      );
    }
    for (const { key, container, restarts } of containerRuns(pod)) {
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      const followed = {
        job,
        pod,
        key,
        log: logOf(job, pod, container, restarts),
        stop: createAbortController(),
        begun: false,
      };
      this.following.set(
        followed,
        this.streams
          .run(() => this.follow(followed))
          .finally(() => this.following.delete(followed)),
      );
    }
    if (this.following.size > this.mostStreams && !this.queueNoticePending) void this.noticeQueue();
  }

  /** A Pod is gone, and how it ended was not seen: what its containers have run since it was seen last is not known. */
  public vanished(job: TrackedJob, pod: Pod): void {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return;
    const runs = containerRuns(pod);
    for (const { name: container } of pod.spec.containers) {
      const own = runs.filter((run) => run.container === container);
      // What runs is followed, and told of there; what has ended runs again only where it is restarted.
      if (
        own.some(({ state }) => state === 'running') ||
        (own.length > 0 && pod.spec.restartPolicy === 'Never')
      ) {
        continue;
      }
      const restarts = Math.max(-1, ...own.map((run) => run.restarts)) + 1;
      this.incomplete(
        logOf(job, pod, container, restarts),
        'its Pod was gone before anybody saw whether it ran once more',
      );
    }
  }

  /**
   * Waits until all that is followed has been read to its end, or nothing has come for a while; a verdict never waits for this. Where reading fails,
   * that is borne for longer. What a Job that had its time still writes is not waited for.
   */
  public async drain(): Promise<void> {
    const started = this.clock.now();
    this.lastNews = started;
    for (const followed of this.following.keys()) {
      if (followed.job.verdict?.outcome === 'timed-out' && stateOf(followed) === 'running') {
        followed.stop.abort();
      }
    }
    while (this.following.size > 0 && !this.stop.signal.aborted) {
      const left = this.lastNews + this.drainTimeout() - this.clock.now();
      if (left <= 0) {
        for (const followed of this.following.keys()) {
          this.abandon(followed, this.abandonReason(followed));
        }
        break;
      }
      if (this.clock.now() >= started + MAX_DRAIN_MS) {
        for (const followed of this.following.keys()) {
          if (stateOf(followed) === 'running') {
            this.abandon(followed, 'its container goes on, though the Jobs have ended');
          }
        }
      }
      await Promise.race([
        Promise.all(this.following.values()),
        this.clock.sleep(Math.min(left, 500), this.stop.signal).catch(() => undefined),
      ]);
    }
    this.close();
  }

  /** Asks for the last lines of failed attempts whose log has not been read to its end. */
  public async lastLines(jobs: readonly TrackedJob[], signal: AbortSignal): Promise<void> {
    if (this.choice === 'none') return;
    const unread = jobs.flatMap((job) => job.failedRuns().filter(({ key }) => !this.read.has(key)));
    const missing = await fetchTails(this.client, unread, signal);
    if (missing.length > 0) this.emit({ type: 'warning', message: missingTailsText(missing) });
  }

  public close(): void {
    this.stop.abort();
    for (const { stop } of this.following.keys()) stop.abort();
  }

  private async follow(followed: Followed): Promise<void> {
    const {
      job,
      key,
      pod,
      log,
      stop: { signal },
    } = followed;
    if (signal.aborted) return;
    followed.begun = true;
    let whole = true;
    let mixed = false;
    const missing = (why: string) => {
      whole = false;
      this.incomplete(log, why);
    };
    try {
      const run = runLog(pod, { ...log, key });
      const onTrouble = (error: Error | undefined) => {
        if (error === undefined && followed.trouble !== undefined) this.lastNews = this.clock.now();
        followed.trouble = error;
      };
      for await (const line of followLog(
        this.client,
        this.clock,
        run,
        () => stateOf(followed),
        signal,
        onTrouble,
      )) {
        this.lastNews = this.clock.now();
        if ('gap' in line) {
          missing(line.gap);
          continue;
        }
        const earlier = this.earlierRuns.take(log, line.time);
        if (earlier !== undefined) {
          if (!mixed) {
            this.incomplete(
              { ...log, restarts: earlier },
              'its last lines may be missing, and lines of its next run were told in their place',
            );
          }
          mixed = true;
          continue;
        }
        job.seeLine(key, line.text);
        if (this.choice === 'all') {
          await this.tell({ type: 'log', ...log, multiContainer: oneOfMany(pod), ...line });
        }
      }
      if (whole) this.read.add(key);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** How long nothing may come, in milliseconds. */
  private drainTimeout(): number {
    if (this.held > 0) return READER_STALL_TIMEOUT_MS;
    return [...this.following.keys()].some(
      (one) => one.begun && (one.trouble !== undefined || stateOf(one) !== 'running'),
    )
      ? DRAIN_RETRY_TIMEOUT_MS
      : DRAIN_IDLE_TIMEOUT_MS;
  }

  private abandonReason(followed: Followed): string {
    const { begun, trouble } = followed;
    if (!begun) return 'its turn did not come';
    if (this.held > 0) return 'nobody took it for five minutes';
    if (trouble !== undefined) return `it could not be read for a minute (${trouble.message})`;
    return stateOf(followed) === 'running'
      ? 'nothing more of it came for ten seconds'
      : 'it could not be read to its end for a minute';
  }

  private abandon({ log, stop }: Followed, why: string): void {
    if (!stop.signal.aborted) this.incomplete(log, why);
    stop.abort();
  }

  private async tell(event: DeployEvent): Promise<void> {
    const told = this.emit(event);
    if (typeof (told as PromiseLike<unknown> | undefined)?.then !== 'function') return;
    this.held++;
    try {
      await told;
    } finally {
      this.held--;
      this.lastNews = this.clock.now();
    }
  }

  private incomplete(log: LogRef, why: string): void {
    if (this.choice !== 'all') return;
    this.emit({
      type: 'warning',
      message: `log of ${log.namespace}/${log.pod}, container ${log.container}, is not complete: ${why}`,
      log,
    });
  }

  private async noticeQueue(): Promise<void> {
    this.queueNoticePending = true;
    await this.clock.sleep(QUEUE_NOTICE_DELAY_MS, this.stop.signal).catch(() => undefined);
    const waiting = [...this.following.keys()].filter(({ begun }) => !begun).length;
    this.queueNoticePending = waiting > 0;
    if (waiting === 0 || this.choice !== 'all' || this.stop.signal.aborted) return;
    const message = `${waiting} ${waiting === 1 ? 'log waits' : 'logs wait'} to be shown, since ${this.mostStreams} are followed at once: each is shown from its beginning when one of those has ended`;
    this.emit({ type: 'warning', message });
  }
}

function logOf(
  { namespace, name }: TrackedJob,
  pod: Pod,
  container: string,
  restarts: number,
): LogRef {
  return { namespace, job: name, pod: pod.metadata.name, container, restarts };
}

function oneOfMany({ spec: { containers, initContainers = [] } }: Pod): boolean {
  return containers.length + initContainers.length > 1;
}
