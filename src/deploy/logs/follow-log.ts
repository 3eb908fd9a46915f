import type { Clock } from '../clock';
import { LogPosition } from './log-position';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { LogLine, LogOf, readLog } from '../kube/logs';
import type { ContainerRunStatus } from '../verdict/container-runs';

/** Where a run of a container stands, as its Pod says at the moment of asking. */
export type RunState = ContainerRunStatus['state']
  | 'lost'; // the Pod is gone or shows newer runs only: the kubelet gives its log no more

export type FollowedLine = LogLine | { readonly gap: string };

/** How long after the end of a container its last lines may still be on their way to the file, in milliseconds. */
const FLUSHED = 300;

/**
 * All lines of one run of a container, as they come, through every break of the line. Ends when nothing new has come some
 * time after the container's end; what could not be read is told as a gap.
 */
export async function* followLog(
  client: Client, clock: Clock, of: LogOf, stateOf: () => RunState, signal: AbortSignal,
): AsyncGenerator<FollowedLine> {
  const position = new LogPosition();
  let whole = false; // the last read came to an end by itself
  let endedAt: number | undefined;
  for (let pause = 100; ; pause = Math.min(2 * pause, 2_000)) {
    const state = stateOf();
    if (state === 'lost') {
      if (!whole) yield { gap: 'its Pod was deleted or it was restarted more than once before its log was read to the end' };
      return;
    }
    if (state !== 'running') endedAt ??= clock.now();
    // Only a read that began when all had been written can be known to hold all of it.
    const last = endedAt !== undefined && clock.now() - endedAt >= FLUSHED;
    let news = 0;
    try {
      let cut = false;
      const options = { follow: state === 'running', previous: state === 'previous', sinceTime: position.resume(), signal };
      for await (const { complete, ...line } of readLog(client, of, options)) {
        if (!complete && !last) {
          cut = true;
          break;
        }
        const novelty = position.take(line);
        if (novelty === 'seen') continue;
        if (novelty === 'after-gap') yield { gap: 'the kubelet rotated its log while the line was broken' };
        yield line;
        news++;
        pause = 100;
      }
      whole = !cut;
      if (last && news === 0) return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      if (error instanceof ApiError && (error.denied || (error.code < 500 && state !== 'running'))) {
        if (!whole) yield { gap: error.message };
        return;
      }
      whole = false;
    }
    await clock.sleep(endedAt === undefined ? pause : Math.max(FLUSHED - (clock.now() - endedAt), pause), signal);
  }
}
