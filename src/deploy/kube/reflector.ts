import { backoff } from './backoff';
import type { Client } from './client';
import { ApiError, ConnectionError } from './errors';
import { Listing } from './listing';
import type { KubeObject } from './objects';
import { watch } from './watch';
import type { Clock } from '../runtime/clock';

/** A change in a collection. After `trouble` the watch continues or a `list` follows. */
export type Change<T> =
  | { readonly type: 'list'; readonly objects: readonly T[] }
  | { readonly type: 'changed'; readonly object: T }
  | { readonly type: 'deleted'; readonly object: T }
  | { readonly type: 'watching' } // the watch is open, though nothing may change for long
  | { readonly type: 'polling'; readonly error: Error } // the watch is forbidden; reported once
  | { readonly type: 'trouble'; readonly error: Error };

/** A watch that ends sooner, without an event, counts as a failure and is delayed. */
const MIN_WATCH_MS = 1_000;
/** After so many failures in a row a list follows: the server may have lost the version. */
const RELIST_AFTER_FAILURES = 5;
/** How often a collection is listed whose watch is forbidden. */
const POLL_INTERVAL_MS = 5_000;
/** After how many of these lists the watch is tried again. */
const POLLS_BEFORE_WATCH = 12;

/**
 * Lists a collection and watches it from there, until the signal aborts. After the end of a watch
 * or a lost connection it continues from the last version, so that no deletion is missed; after
 * a version that has expired it lists again.
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
  let denials = 0; // watches in a row that were forbidden
  let polls = 0; // lists before the next watch
  let pollingReported = false;
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
      // The version is lost only if the server says so. It may use another error than 410.
      const expired = error instanceof ApiError && error.code === 410;
      if (expired || failures >= RELIST_AFTER_FAILURES || watchForbidden) version = undefined;
      if (expired && failures++ === 0) continue;
      if (!watchForbidden) {
        yield { type: 'trouble', error };
      } else if (++denials > 1) {
        // A server that has just started may forbid one.
        if (!pollingReported) yield { type: 'polling', error };
        pollingReported = true;
        polls = POLLS_BEFORE_WATCH;
        failures = 0;
      }
      await pause(clock, backoff(failures++, error), signal);
    }
  }
}

/** RBAC may allow lists only, and some proxies reject watches. */
function forbidden(error: Error): boolean {
  return error instanceof ApiError && (error.code === 403 || error.code === 405);
}

async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch {
    // aborted: the loop ends
  }
}
