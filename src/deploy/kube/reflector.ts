import { backoff } from './backoff';
import type { Client } from './client';
import { ApiError, ConnectionError } from './errors';
import { Listing } from './listing';
import type { KubeObject } from './objects';
import { watch } from './watch';
import type { Clock } from '../runtime/clock';

/** What happened to the objects of a collection. After trouble a `list` follows, so nothing is missed for good. */
export type Change<T> =
  | { readonly type: 'list'; readonly objects: readonly T[] }
  | { readonly type: 'changed'; readonly object: T }
  | { readonly type: 'deleted'; readonly object: T }
  | { readonly type: 'watching' } // contact is there, though nothing may happen for long
  | { readonly type: 'polling'; readonly error: Error } // lists take the place of a watch, which is forbidden; told once
  | { readonly type: 'trouble'; readonly error: Error };

/** A watch that has stood so long was a good one; one that ends sooner, without an event, is not asked for again at once. */
const MIN_WATCH_MS = 1_000;
/** After so many failures in a row it is listed anew: the server may have lost the version, and not know it. */
const RELIST_AFTER_FAILURES = 5;
/** How often it is listed where the watch is forbidden, and after how many lists a watch is tried again. */
const POLL_INTERVAL_MS = 5_000;
const POLLS_BEFORE_WATCH = 12;

/**
 * Lists a collection and watches it from there, for ever: after the end of a watch or a broken line it goes on where it
 * was, so that no deletion is missed, and after a version that is too old it lists anew. Never ends by itself: abort the
 * signal.
 */
export async function* reflect<T extends KubeObject>(
  client: Client,
  clock: Clock,
  path: string,
  selector: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Change<T>> {
  const listing = new Listing<T>((request) => client.jsonOnce(request), path, selector);
  let failures = 0;
  let version: string | undefined;
  let denials = 0; // of watches, in a row, though lists are allowed
  let polls = 0; // how many lists come before a watch is tried again
  let toldPolling = false;
  while (!signal.aborted) {
    try {
      if (version === undefined) {
        const list = await listing.read(signal);
        version = list.version;
        yield { type: 'list', objects: list.objects };
      }
      if (polls > 0) {
        polls--;
        version = undefined;
        await pause(clock, POLL_INTERVAL_MS, signal);
        continue;
      }
      let opened = Infinity;
      let events = 0;
      for await (const event of watch<T>(client, path, selector, version, signal)) {
        if (event.type === 'opened') {
          opened = clock.now();
          denials = 0;
          yield { type: 'watching' };
          continue;
        }
        version = event.version;
        events++;
        failures = 0;
        if (event.type !== 'bookmark') yield { type: event.type, object: event.object };
      }
      if (events > 0 || clock.now() - opened >= MIN_WATCH_MS) failures = 0;
      else await pause(clock, backoff(failures++), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      const watchForbidden = version !== undefined && forbidden(error);
      // Where the watch was is lost only if the server says so, and with it what was deleted since then. It may say so in other words.
      const expired = error instanceof ApiError && error.code === 410;
      if (expired || failures >= RELIST_AFTER_FAILURES || watchForbidden) version = undefined;
      if (expired && failures++ === 0) continue;
      if (!watchForbidden) {
        yield { type: 'trouble', error };
      } else if (++denials > 1) {
        // one alone may be that of a server that has just started
        if (!toldPolling) yield { type: 'polling', error };
        toldPolling = true;
        polls = POLLS_BEFORE_WATCH;
        failures = 0;
      }
      await pause(clock, backoff(failures++, error), signal);
    }
  }
}

/** Lists may be allowed where watches are not; and some who stand before a server let no watch through. */
function forbidden(error: Error): boolean {
  return error instanceof ApiError && (error.code === 403 || error.code === 405);
}

async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch {
    // aborted: the loop ends by itself
  }
}
