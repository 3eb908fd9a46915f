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

/**
 * All lines of one run of a container, as they come, through every break of the line. Ends when the container has ended
 * and its log was read to the end after that; what could not be read is told as a gap.
 */
export async function* followLog(
  client: Client, clock: Clock, of: LogOf, stateOf: () => RunState, signal: AbortSignal,
): AsyncGenerator<FollowedLine> {
  const position = new LogPosition();
  let readToEnd = false; // the kubelet ends a stream only when the container has ended
  for (let pause = 100; ; pause = Math.min(2 * pause, 2_000)) {
    // Only a stream that was opened after the end can be known to hold all of it.
    const state = stateOf();
    if (state === 'lost') {
      if (!readToEnd) yield { gap: 'its Pod was deleted or it was restarted more than once before its log was read to the end' };
      return;
    }
    readToEnd = false;
    try {
      const options = { follow: state === 'running', previous: state === 'previous', sinceTime: position.resume(), signal };
      for await (const line of readLog(client, of, options)) {
        const novelty = position.take(line);
        if (novelty === 'seen') continue;
        if (novelty === 'after-gap') yield { gap: 'the kubelet rotated its log while the line was broken' };
        yield line;
        pause = 100;
      }
      readToEnd = true;
      if (state !== 'running') return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      if (error instanceof ApiError && (error.denied || (error.code < 500 && state !== 'running'))) {
        yield { gap: error.message };
        return;
      }
    }
    await clock.sleep(pause, signal);
  }
}
