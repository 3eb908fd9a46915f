import type { Clock } from '../clock';
import { Client, parsed } from './client';
import { ApiError, ConnectionError } from './errors';
import { lines } from './lines';
import type { KubeObject } from './objects';

/** What happened to the objects of a collection. After trouble a `list` follows, so nothing is missed for good. */
export type Change<T> =
  | { readonly type: 'list'; readonly objects: readonly T[] }
  | { readonly type: 'changed'; readonly object: T }
  | { readonly type: 'deleted'; readonly object: T }
  | { readonly type: 'watching' } // contact is there, though nothing may happen for long
  | { readonly type: 'trouble'; readonly error: Error };

interface WatchEvent { readonly type: string; readonly object: KubeObject & { readonly code?: number; readonly message?: string } }

/** The server sends a bookmark about once a minute; two missing ones mean a dead line. */
const SILENCE = 130_000;
const LONGEST_BACKOFF = 5_000;
/** A watch that has stood so long was a good one; one that ends sooner, without an event, is not asked for again at once. */
const GOOD_WATCH = 1_000;

/**
 * Lists a collection and watches it from there, for ever: after the end of a watch it goes on where it was, after a
 * version that is too old or a lost line it lists anew. Never ends by itself: abort the signal.
 */
export async function* reflect<T extends KubeObject>(
  client: Client, clock: Clock, path: string, selector: string | undefined, signal: AbortSignal,
): AsyncGenerator<Change<T>> {
  let failures = 0;
  let version: string | undefined;
  while (!signal.aborted) {
    try {
      if (version === undefined) {
        const list = await client.json<{ metadata: { resourceVersion: string }; items: T[] }>({ method: 'GET', path, query: { labelSelector: selector }, signal });
        version = list.body.metadata.resourceVersion;
        yield { type: 'list', objects: list.body.items };
      }
      const response = await client.open({
        method: 'GET',
        path,
        query: {
          labelSelector: selector,
          watch: '1',
          allowWatchBookmarks: 'true',
          resourceVersion: version,
          timeoutSeconds: String(300 + Math.floor(Math.random() * 300)), // not all at the same time
        },
        signal,
        idleTimeout: SILENCE,
      });
      const opened = clock.now();
      let events = 0;
      yield { type: 'watching' };
      for await (const { text, complete } of lines(response.body)) {
        if (!complete) break; // cut in the middle of a line
        const { type, object } = parsed<WatchEvent>(text);
        if (type === 'ERROR') throw new ApiError(object.code ?? 500, object);
        version = object.metadata.resourceVersion;
        events++;
        failures = 0;
        if (type === 'DELETED') yield { type: 'deleted', object: object as unknown as T };
        else if (type !== 'BOOKMARK') yield { type: 'changed', object: object as unknown as T };
      }
      if (events > 0 || clock.now() - opened >= GOOD_WATCH) failures = 0;
      else await pause(clock, backoff(failures++), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      // Where the watch was is lost only if the server says so; a broken line goes on from the last version seen.
      if (error instanceof ApiError) version = undefined;
      if (error instanceof ApiError && error.code === 410 && failures++ === 0) continue;
      yield { type: 'trouble', error };
      await pause(clock, backoff(failures++), signal);
    }
  }
}

function backoff(failures: number): number {
  return Math.min(LONGEST_BACKOFF, 200 * 2 ** failures);
}

async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch {
    // aborted: the loop ends by itself
  }
}
