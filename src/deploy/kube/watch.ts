import { Client, parseJson } from './client';
import { ApiError } from './errors';
import { lines } from './line-reader';
import type { KubeObject } from './objects';
import { trimObject } from './trim';

/**
 * What a watch reports: that it is open, each change, and bookmarks. `version` is where the next
 * watch continues.
 */
export type WatchNotice<T> =
  | { readonly type: 'opened' }
  | { readonly type: 'changed' | 'deleted'; readonly object: T; readonly version: string }
  | { readonly type: 'bookmark'; readonly version: string };

interface WatchEvent<T> {
  readonly type: string;
  readonly object: T & { readonly code?: number; readonly message?: string };
}

/** The server sends a bookmark about once a minute; two missing ones mean a dead connection. */
const WATCH_IDLE_TIMEOUT_MS = 130_000;

/**
 * Watches a collection until the server ends the watch or the connection is lost.
 * @throws ApiError, also for one that arrives as an event; ConnectionError
 */
export async function* watch<T extends KubeObject>(
  client: Client,
  path: string,
  labelSelector: string | undefined,
  resourceVersion: string,
  signal: AbortSignal,
): AsyncGenerator<WatchNotice<T>> {
  // As in client-go: 5 to 10 minutes, at random, so that watches do not end together.
  const timeoutSeconds = String(300 + Math.floor(Math.random() * 300));
  const query = {
    labelSelector,
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion,
    timeoutSeconds,
  };
  const response = await client.open({
    method: 'GET',
    path,
    query,
    signal,
    idleTimeoutMs: WATCH_IDLE_TIMEOUT_MS,
  });
  yield { type: 'opened' };
  for await (const { text, complete } of lines(response.body)) {
    if (!complete) return; // the connection was lost within a line
    const { type, object } = parseJson<WatchEvent<T>>(text);
    if (type === 'ERROR') throw new ApiError(object.code ?? 500, object);
    const version = object.metadata.resourceVersion;
    if (type === 'BOOKMARK') {
      yield { type: 'bookmark', version };
    } else {
      yield {
        type: type === 'DELETED' ? 'deleted' : 'changed',
        object: trimObject(object),
        version,
      };
    }
  }
}
