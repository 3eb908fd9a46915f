import { Client, parsed } from './client';
import { ApiError } from './errors';
import { lines } from './line-reader';
import type { KubeObject } from './objects';
import { trimObject } from './trim';

/** What a watch tells: that it stands, and each change with the version to go on from after it. A bookmark is a version alone. */
export type WatchNotice<T> =
  | { readonly type: 'opened' }
  | { readonly type: 'changed' | 'deleted'; readonly object: T; readonly version: string }
  | { readonly type: 'bookmark'; readonly version: string };

interface WatchEvent<T> {
  readonly type: string;
  readonly object: T & { readonly code?: number; readonly message?: string };
}

/** The server sends a bookmark about once a minute; two missing ones mean a dead line. */
const WATCH_IDLE_TIMEOUT_MS = 130_000;

/** One watch of a collection, until the server ends it or it is cut. @throws ApiError also for one that comes as an event, ConnectionError */
export async function* watch<T extends KubeObject>(
  client: Client,
  path: string,
  labelSelector: string | undefined,
  resourceVersion: string,
  signal: AbortSignal,
): AsyncGenerator<WatchNotice<T>> {
  const timeoutSeconds = String(300 + Math.floor(Math.random() * 300)); // not all at the same time
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
    idleTimeout: WATCH_IDLE_TIMEOUT_MS,
  });
  yield { type: 'opened' };
  for await (const { text, complete } of lines(response.body)) {
    if (!complete) return; // cut in the middle of a line
    const { type, object } = parsed<WatchEvent<T>>(text);
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
