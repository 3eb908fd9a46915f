import { hasPreviousLog, RunLog, RunState, runStateNow } from './container-log';
import { withIdleTimeout } from './idle-timeout';
import { LogPosition } from './log-position';
import { backoff } from '../kube/backoff';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { LogLine, readLog } from '../kube/logs';
import { withTimeout } from '../runtime/abort';
import type { Clock } from '../runtime/clock';

export type FollowedLine = LogLine | { readonly gap: string };

/** How long after the end of a container its last lines may still be on their way to the file, in milliseconds. */
const FLUSH_DELAY_MS = 300;
/** How long a read that should end may be silent, and the answer of where a run stands, in milliseconds. */
const READ_IDLE_TIMEOUT_MS = 4_000;
/** How often what is more likely a line that is cut, or a server that has just started, must be seen in a row to be believed. */
const MIN_CONFIRMATIONS = 4;

/**
 * How long the server may be behind the kubelet in what it says of a Pod, in milliseconds: so long it may say that a run
 * goes on while the kubelet gives the log of the next. It delays lines, so the second, which is for what happens most
 * rarely, is on the safe side.
 */
const STATUS_LAG_MS = 5_000;
const MAX_STATUS_LAG_MS = 15_000;
/** How soon after a run was told of its log is surely its own, in milliseconds: no container is restarted a second time so soon. */
const RESTART_FREE_MS = 500;

/** How many reads must have found a log empty: of an empty one a cut one can't be told. */
const EMPTY_CONFIRMATIONS = 3;
/** And how many must have ended at the same line: of its end a cut between two lines can't be told. */
const END_CONFIRMATIONS = 2;

/** How a read went: whether it gave lines that are new, and whether it came to the end of the log as far as it shows. */
interface Read {
  readonly news: boolean;
  readonly toItsEnd: boolean;
}

/**
 * All lines of one run of a container, as they come, through every break of the line. Ends when a read that began some
 * time after the container's end gives nothing new, and another ended where it does; what could not be read is told as a gap.
 *
 * @param onTrouble is told of each read that failed, and with undefined of one that came to its end
 */
export function followLog(
  client: Client,
  clock: Clock,
  run: RunLog,
  stateOf: () => RunState,
  signal: AbortSignal,
  onTrouble: (error: Error | undefined) => void = () => undefined,
): AsyncGenerator<FollowedLine> {
  return new LogFollower(client, clock, run, stateOf, signal, onTrouble).lines();
}

class LogFollower {
  private readonly position = new LogPosition();
  /** A last line without a newline, at the end of the last read. */
  private tail: string | undefined;
  /** Reads in a row that were not what was read before. */
  private odd = 0;
  private oddSince: number | undefined;
  private readonly began: number;
  /** What was asked for, where what was told is known to be old. */
  private newerState: RunState | undefined;

  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly run: RunLog,
    private readonly told: () => RunState,
    private readonly signal: AbortSignal,
    private readonly onTrouble: (error: Error | undefined) => void,
  ) {
    this.began = clock.now();
  }

  public async *lines(): AsyncGenerator<FollowedLine> {
    let endedAt: number | undefined;
    let whole = false; // all has been read that there was when the container's end was known
    let quiet = 0; // reads in a row with nothing new
    let ends = 0; // reads in a row that ended where the last new line stands
    let empty = 0; // reads of what the ended container had written that found nothing at all
    let denials = 0;
    for (;;) {
      const state = this.newerState ?? this.told();
      this.newerState = undefined;
      if (state !== 'running') endedAt ??= this.clock.now();
      // Only a read that began when all had been written can be known to hold all of it.
      const last = endedAt !== undefined && this.clock.now() - endedAt >= FLUSH_DELAY_MS;
      let trouble: unknown;
      try {
        if (state === 'lost') {
          if (!whole) {
            yield this.lost(
              'its Pod was deleted, or it ran again, before its log was read to the end',
            );
          }
          return;
        }
        const { news, toItsEnd } = yield* this.read(state, last);
        this.onTrouble(toItsEnd ? undefined : new ConnectionError('the line was cut', undefined));
        // One that is empty may be that of its next run.
        whole ||=
          toItsEnd &&
          this.told() !== 'running' &&
          (this.position.last !== undefined || !this.run.mayRestart);
        quiet = news ? 0 : quiet + 1;
        ends = (news ? 0 : ends) + Number(toItsEnd);
        denials = 0;
        if (last && !toItsEnd && this.believed) {
          yield this.lost('the kubelet has rotated its log');
          return;
        }
        if (
          last &&
          toItsEnd &&
          !news &&
          (this.position.last === undefined
            ? ++empty >= EMPTY_CONFIRMATIONS
            : ends >= END_CONFIRMATIONS)
        ) {
          return;
        }
      } catch (error) {
        this.signal.throwIfAborted();
        if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
        this.onTrouble(error);
        trouble = error;
        quiet++;
        denials = error instanceof ApiError && error.code === 403 ? denials + 1 : 0;
        const never =
          error instanceof ApiError &&
          state !== 'running' &&
          (error.code === 400 || error.code === 404);
        if (never || denials >= MIN_CONFIRMATIONS) {
          if (!whole) yield this.lost(error.message);
          return;
        }
      }
      const flushing =
        endedAt !== undefined && whole ? FLUSH_DELAY_MS - (this.clock.now() - endedAt) : 0;
      await this.clock.sleep(
        Math.max(backoff(Math.min(quiet, 4) - 1, trouble), flushing),
        this.signal,
      );
    }
  }

  private async *read(
    state: Exclude<RunState, 'lost'>,
    last: boolean,
  ): AsyncGenerator<FollowedLine, Read> {
    const follow = state === 'running';
    const options = { follow, previous: state === 'previous', sinceTime: this.position.resume() };
    const before = this.position.last;
    const tail = this.tail;
    let news = false;
    let sure = !this.run.mayRestart;
    const fresh = this.clock.now() - this.began < RESTART_FREE_MS;
    const stream = withIdleTimeout(
      this.clock,
      READ_IDLE_TIMEOUT_MS,
      () => !follow || this.told() !== 'running',
      this.signal,
      (signal) => readLog(this.client, this.run, { ...options, signal }),
    );
    for await (const { complete, ...line } of stream) {
      if (!sure) await this.makeSure(state, fresh);
      sure = true;
      if (!this.position.fits(line) && this.run.mayRestart && !this.believed) {
        return this.oddRead(news);
      }
      if (!complete) {
        const { last: known, behind } = this.position;
        const seen = behind && line.time === known?.time && line.text === known.text;
        if (behind && !seen) return this.oddRead(news);
        this.odd = 0; // it has come to where the one before it was
        if (line.time !== '' && !seen) this.tail = `${line.time} ${line.text}`;
        if (line.time === '' || (!seen && (!last || this.tail !== tail))) {
          return { news, toItsEnd: false };
        }
        this.tail = undefined;
      }
      const novelty = this.position.take(line);
      if (novelty === 'seen') continue;
      if (novelty === 'after-gap') {
        yield {
          gap: `lines between ${before?.time} and ${line.time} may be missing: the kubelet has rotated the log while the line was broken`,
        };
      }
      yield line;
      news = true;
      this.odd = 0;
      this.oddSince = undefined;
    }
    if (!sure) await this.makeSure(state, fresh);
    if (this.position.behind || (this.tail !== undefined && !news)) return this.oddRead(news);
    this.odd = 0;
    this.oddSince = undefined;
    this.tail = undefined;
    return { news, toItsEnd: true };
  }

  /** A container that was restarted since it was last heard of gives the log of its next run. */
  private async makeSure(state: RunState, fresh: boolean): Promise<void> {
    if (this.run.first && isCurrent(state)) {
      // A second run begins at once, and at first only the kubelet knows of it.
      if (await this.answered(hasPreviousLog)) throw this.isOther(state, 'previous');
      return;
    }
    // Once lines have been read, those of another run would not fit to them.
    for (const wait of fresh || this.position.last !== undefined ? [0] : [0, STATUS_LAG_MS]) {
      if (wait > 0) await this.clock.sleep(wait, this.signal);
      const now = await this.answered(runStateNow);
      // Of a first run that is the previous one by what the kubelet says, the server may not know so yet.
      if (now !== state && !(isCurrent(now) && (isCurrent(state) || this.run.first))) {
        throw this.isOther(state, now);
      }
    }
  }

  private isOther(state: RunState, now: RunState): ConnectionError {
    this.newerState = now;
    return new ConnectionError(
      `what was read is not the log of a run that is ${state}, since it is ${now}`,
      undefined,
    );
  }

  private answered<T>(
    ask: (client: Client, run: RunLog, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return withTimeout(this.clock, READ_IDLE_TIMEOUT_MS, [this.signal], (enough) =>
      ask(this.client, this.run, enough).catch((error: unknown) => {
        if (enough.aborted && !this.signal.aborted) {
          throw new ConnectionError('where its run stands was not answered', undefined);
        }
        throw error;
      }),
    );
  }

  private oddRead(news: boolean): Read {
    this.odd++;
    this.oddSince ??= this.clock.now();
    return { news, toItsEnd: false };
  }

  private get believed(): boolean {
    return (
      this.odd >= MIN_CONFIRMATIONS &&
      (!this.run.mayRestart || this.clock.now() - this.oddSince! >= MAX_STATUS_LAG_MS)
    );
  }

  private lost(why: string): FollowedLine {
    return { gap: `lines after ${this.position.last?.time ?? 'its start'} may be missing: ${why}` };
  }
}

/** Whether the run is the container's newest, whose log is given where nothing else is asked for. */
function isCurrent(state: RunState): boolean {
  return state === 'running' || state === 'ended';
}
