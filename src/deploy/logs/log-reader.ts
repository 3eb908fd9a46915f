import type { RunLog, RunState } from './container-log';
import { withIdleTimeout } from './idle-timeout';
import { LogPosition } from './log-position';
import { RotationDetector } from './rotation';
import { RunVerifier } from './verify-run';
import type { Client } from '../kube/client';
import { LogLine, readLog } from '../kube/logs';
import type { Clock } from '../runtime/clock';

/** How long a stream may be silent that should end, since its container has ended. */
const READ_IDLE_TIMEOUT_MS = 4_000;
/** A container is not restarted twice in so short a time. */
const RESTART_FREE_MS = 500;

/** A line of a log, or why lines before the next one may be missing. */
export type ReadItem =
  | { readonly type: 'line'; readonly line: LogLine }
  | { readonly type: 'gap'; readonly message: string };

/** How a read went. */
export interface ReadResult {
  /** Whether it gave new lines. */
  readonly newLines: boolean;
  /** Whether it came to the end of the log, as far as the answer shows. */
  readonly toEnd: boolean;
}

/** A line at the end of an answer that no newline follows. */
type PartialLine = 'contradiction' | 'cut' | 'last-line';

/** Reads the log of one run of a container, again and again, and yields each line once. */
export class LogReader {
  private readonly position = new LogPosition();
  private readonly rotation: RotationDetector;
  private readonly verifier: RunVerifier;
  private readonly startedAt: number;
  /** The partial line at the end of the last read. */
  private partialLine: string | undefined;

  /** @param reportedState returns the state of the run as its Pod was last seen */
  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly run: RunLog,
    private readonly reportedState: () => RunState,
    private readonly signal: AbortSignal,
  ) {
    this.startedAt = clock.now();
    this.rotation = new RotationDetector(clock, run.mayRestart);
    this.verifier = new RunVerifier(client, clock, run, signal);
  }

  /** The time of the last line; undefined if no line has been read. */
  public get lastTime(): string | undefined {
    return this.position.last?.time;
  }

  /** Whether reads have shown that the kubelet has rotated the log. */
  public get rotated(): boolean {
    return this.rotation.confirmed;
  }

  /**
   * Reads the log once, from the last known lines on.
   * @param final whether the log is surely written to its end
   * @throws ApiError, ConnectionError, OtherRunError
   */
  public async *read(
    state: Exclude<RunState, 'lost'>,
    final: boolean,
  ): AsyncGenerator<ReadItem, ReadResult> {
    const lastTime = this.lastTime;
    const lag = this.clock.now() - this.startedAt >= RESTART_FREE_MS;
    // Lines of another run would not follow those that have been read.
    const verify = () => this.verifier.verify(state, lag && this.position.last === undefined);
    let verified = !this.run.mayRestart;
    let newLines = false;
    for await (const { complete, ...line } of this.open(state)) {
      if (!verified) await verify();
      verified = true;
      if (!this.position.fits(line) && this.run.mayRestart && !this.rotation.confirmed) {
        return this.contradiction(newLines);
      }
      if (!complete) {
        const partial = this.takePartialLine(line, final);
        if (partial === 'contradiction') return this.contradiction(newLines);
        if (partial === 'cut') return { newLines, toEnd: false };
      }
      const status = this.position.take(line);
      if (status === 'seen') continue;
      if (status === 'after-gap') yield { type: 'gap', message: rotationGap(lastTime, line.time) };
      yield { type: 'line', line };
      newLines = true;
      this.rotation.consistent();
    }
    if (!verified) await verify();
    if (this.position.behind || (this.partialLine !== undefined && !newLines)) {
      return this.contradiction(newLines);
    }
    this.rotation.consistent();
    this.partialLine = undefined;
    return { newLines, toEnd: true };
  }

  private open(state: Exclude<RunState, 'lost'>): AsyncIterable<LogLine & { complete: boolean }> {
    const follow = state === 'running';
    const options = { follow, previous: state === 'previous', sinceTime: this.position.resume() };
    const shouldEnd = () => !follow || this.reportedState() !== 'running';
    return withIdleTimeout(this.clock, READ_IDLE_TIMEOUT_MS, shouldEnd, this.signal, (signal) =>
      readLog(this.client, this.run, { ...options, signal }),
    );
  }

  private takePartialLine(line: LogLine, final: boolean): PartialLine {
    const { last, behind } = this.position;
    const seen = behind && line.time === last?.time && line.text === last.text;
    if (behind && !seen) return 'contradiction';
    this.rotation.reachedKnownLine();
    if (line.time === '') return 'cut';
    if (!seen) {
      const before = this.partialLine;
      this.partialLine = `${line.time} ${line.text}`;
      if (!final || this.partialLine !== before) return 'cut';
    }
    this.partialLine = undefined;
    return 'last-line';
  }

  private contradiction(newLines: boolean): ReadResult {
    this.rotation.contradicted();
    return { newLines, toEnd: false };
  }
}

function rotationGap(from: string | undefined, to: string): string {
  const why = 'the kubelet rotated the log while the connection was broken';
  return `lines between ${from} and ${to} may be missing: ${why}`;
}
