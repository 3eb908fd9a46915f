/*
 * Reads the log of one run of a container to its end, over broken connections, restarts of the
 * container and rotations of the log. FOLLOW_TABLE says what each way in which a read may end
 * means in each phase. Why:
 *
 * E. The end of an answer is not the end of the log. The API server also ends its answer cleanly
 *    when it loses the kubelet: between two lines, within a line or its timestamp, or before the
 *    first byte. So the end of a log is believed only when END_CONFIRMATIONS reads end at the same
 *    line, and that a log is empty only after EMPTY_CONFIRMATIONS reads.
 * F. The last lines arrive late. A container is reported as ended before the runtime has written
 *    its last lines to the log file. So only a read that begins FLUSH_DELAY_MS later can be
 *    known to contain all lines (phase `confirming`).
 * P. A partial line, which no newline follows, is the program's last or is cut. It is the last if
 *    two reads in a row of a log that is surely written to its end give the same.
 * R. The kubelet rotates logs by size and serves only the newest file, so lines that were read
 *    may be missing in a later answer. A dropped connection looks the same. So several reads in a
 *    row must contradict what was read before (RotationDetector), and then a gap is reported.
 * W. The API serves logs by container and not by run: the newest run, or the one before it with
 *    `previous`. After a restart in the same Pod, the log that was asked for is that of the next
 *    run. Kubelet and API server learn of a restart at different times, up to seconds apart. So
 *    where a container may be restarted, each read is verified before its first line is taken
 *    (RunVerifier): for a first run the kubelet is asked for the log of a previous run, which must
 *    not exist; for later runs the API server is asked which run the container is at.
 * S. The answer to that may be that the run is no longer what its Pod was last seen to show. Then
 *    the next read goes by the answer, which is newer.
 * N. 400 and 404 say that the log of a run that has ended no longer exists: the kubelet keeps the
 *    last two runs of a container while the Pod exists. While the run is reported as running they
 *    may come too early, from a kubelet that has not started the container.
 * D. 403 may be a server that has just started and whose authorizer is not ready. Only
 *    DENIAL_CONFIRMATIONS in a row are final. 401, 429 and 5xx say nothing about the log.
 * C. A run whose log was read to the end once its container was known to have ended is complete:
 *    what fails later is not a gap. An empty log of a container that may be restarted is not
 *    complete, since it may be the log of the next run.
 */
import type { RunLog, RunState } from './container-log';
import { LogReader, ReadItem, ReadResult } from './log-reader';
import { OtherRunError } from './verify-run';
import { backoff } from '../kube/backoff';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import type { Clock } from '../runtime/clock';

const FLUSH_DELAY_MS = 300;
const END_CONFIRMATIONS = 2;
const EMPTY_CONFIRMATIONS = 3;
const DENIAL_CONFIRMATIONS = 4;
/** The wait between reads grows with the number of reads in a row without new lines, up to this. */
const MAX_BACKOFF_STEPS = 4;

/** Whether more lines may be written: the container runs, has just ended, or ended a while ago. */
type Phase = 'running' | 'flushing' | 'confirming';

/** How a read ended. */
type ReadEvent =
  | 'new-lines' // with new lines, at the end of the answer
  | 'no-new-lines' // at the last known line
  | 'empty' // without a line, and no line has ever been read
  | 'cut' // before the end of the log, without new lines
  | 'cut-after-new-lines'
  | 'not-found' // 400 or 404 for a run that is not running
  | 'forbidden' // 403
  | 'failed' // any other error of the server or the connection
  | 'run-lost'; // not begun: the Pod was deleted, or it shows only newer runs

/** Counts reads in a row. */
type Counter =
  | 'idle' // without new lines
  | 'ends' // that ended at the same line
  | 'empties' // that found a log empty which was surely written to its end
  | 'denials'; // that were forbidden

interface Transition {
  readonly reset: readonly Counter[];
  /** Counters to increment, after the reset. */
  readonly count: readonly Counter[];
  /** Whether the read shows that the log is complete, if its container has ended. Rule C. */
  readonly complete?: 'always' | 'unless-restarted';
  /** Whether to stop reading. @default - read again */
  readonly stop?: Stop;
}

interface Stop {
  /** When: at once, when reads have shown a rotation, or at so many reads in a row. */
  readonly when: 'now' | 'rotated' | readonly [Counter, number];
  /** Why lines are missing, which is reported as a gap; `error`: what the server says. */
  readonly gap?: string;
  /** Whether that is also reported of a log that is complete by rule C. @default false */
  readonly always?: boolean;
}

const ERROR = 'error';
const ROTATED = 'the kubelet rotated the log';
const RUN_LOST =
  'its Pod was deleted, or its container ran again, before the log was read to its end';

const ANY_PHASE: Readonly<Record<ReadEvent, Transition>> = {
  'new-lines': { reset: ['idle', 'ends', 'denials'], count: ['ends'], complete: 'always' },
  'no-new-lines': { reset: ['denials'], count: ['idle', 'ends'], complete: 'always' },
  empty: { reset: ['denials'], count: ['idle', 'ends'], complete: 'unless-restarted' },
  cut: { reset: ['denials'], count: ['idle'] },
  'cut-after-new-lines': { reset: ['idle', 'ends', 'denials'], count: [] },
  'not-found': { reset: ['denials'], count: ['idle'], stop: { when: 'now', gap: ERROR } },
  forbidden: {
    reset: [],
    count: ['idle', 'denials'],
    stop: { when: ['denials', DENIAL_CONFIRMATIONS], gap: ERROR },
  },
  failed: { reset: ['denials'], count: ['idle'] },
  'run-lost': { reset: [], count: [], stop: { when: 'now', gap: RUN_LOST } },
};

const FOLLOW_TABLE: Readonly<Record<Phase, Readonly<Record<ReadEvent, Transition>>>> = {
  running: ANY_PHASE,
  flushing: ANY_PHASE,
  confirming: {
    ...ANY_PHASE,
    'no-new-lines': {
      ...ANY_PHASE['no-new-lines'],
      stop: { when: ['ends', END_CONFIRMATIONS] },
    },
    empty: {
      ...ANY_PHASE.empty,
      count: ['idle', 'ends', 'empties'],
      stop: { when: ['empties', EMPTY_CONFIRMATIONS] },
    },
    cut: { ...ANY_PHASE.cut, stop: { when: 'rotated', gap: ROTATED, always: true } },
  },
};

/** A line, a gap, or the end of a read, with its error if it did not come to the log's end. */
export type FollowedItem = ReadItem | { readonly type: 'read'; readonly error?: Error };

/**
 * Yields all lines of one run of a container as they are written, and ends when the log has been
 * read to its end. Lines that could not be read are yielded as a gap.
 * @param reportedState returns the state of the run as its Pod was last seen
 */
export async function* followLog(
  client: Client,
  clock: Clock,
  run: RunLog,
  reportedState: () => RunState,
  signal: AbortSignal,
): AsyncGenerator<FollowedItem> {
  const reader = new LogReader(client, clock, run, reportedState, signal);
  const counters: Record<Counter, number> = { idle: 0, ends: 0, empties: 0, denials: 0 };
  let newerState: RunState | undefined;
  let endedAt: number | undefined;
  let complete = false;
  for (;;) {
    const state = newerState ?? reportedState();
    newerState = undefined;
    if (state !== 'running') endedAt ??= clock.now();
    const phase = phaseAt(clock.now(), endedAt);
    let event: ReadEvent = 'run-lost';
    let error: Error | undefined;
    if (state !== 'lost') {
      try {
        const result = yield* reader.read(state, phase === 'confirming');
        event = eventOf(result, reader);
        if (!result.toEnd) error = new ConnectionError('the connection was cut', undefined);
      } catch (failure) {
        signal.throwIfAborted();
        if (!(failure instanceof ApiError || failure instanceof ConnectionError)) throw failure;
        if (failure instanceof OtherRunError) newerState = failure.actual;
        event = eventOfError(failure, state);
        error = failure;
      }
      yield { type: 'read', error };
    }

    const { reset, count, complete: completes, stop } = FOLLOW_TABLE[phase][event];
    for (const counter of reset) counters[counter] = 0;
    for (const counter of count) counters[counter]++;
    if (completes === 'always' || (completes === 'unless-restarted' && !run.mayRestart)) {
      complete ||= reportedState() !== 'running';
    }
    if (stop !== undefined && applies(stop, counters, reader)) {
      const { gap, always = false } = stop;
      if (gap !== undefined && (always || !complete)) {
        yield { type: 'gap', message: gapText(reader, gap, error) };
      }
      return;
    }
    const retryMs = backoff(Math.min(counters.idle, MAX_BACKOFF_STEPS) - 1, error);
    const flushMs =
      endedAt !== undefined && complete ? FLUSH_DELAY_MS - (clock.now() - endedAt) : 0;
    await clock.sleep(Math.max(retryMs, flushMs), signal);
  }
}

function phaseAt(now: number, endedAt: number | undefined): Phase {
  if (endedAt === undefined) return 'running';
  return now - endedAt >= FLUSH_DELAY_MS ? 'confirming' : 'flushing';
}

function eventOf({ newLines, toEnd }: ReadResult, { lastTime }: LogReader): ReadEvent {
  if (!toEnd) return newLines ? 'cut-after-new-lines' : 'cut';
  if (newLines) return 'new-lines';
  return lastTime === undefined ? 'empty' : 'no-new-lines';
}

function eventOfError(error: ApiError | ConnectionError, state: RunState): ReadEvent {
  if (!(error instanceof ApiError)) return 'failed';
  if (error.code === 403) return 'forbidden';
  const notFound = error.code === 400 || error.code === 404;
  return notFound && state !== 'running' ? 'not-found' : 'failed';
}

function applies(
  { when }: Stop,
  counters: Readonly<Record<Counter, number>>,
  { rotated }: LogReader,
): boolean {
  if (when === 'now') return true;
  if (when === 'rotated') return rotated;
  const [counter, limit] = when;
  return counters[counter] >= limit;
}

function gapText({ lastTime }: LogReader, gap: string, error: Error | undefined): string {
  const why = gap === ERROR ? error?.message : gap;
  return `lines after ${lastTime ?? 'its start'} may be missing: ${why}`;
}
