import type { Call, ServerContext } from './call';
import { selectorOf } from './list-objects';
import { PushStream } from './push-stream';
import type { Change } from '../store/change-history';
import { apiVersionOf, ResourceType } from '../store/resource-type';
import { expired, StatusError } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

const BOOKMARK_INTERVAL_MS = 60_000;
const DEFAULT_TIMEOUT_SECONDS = 30 * 60;
const END_OF_INITIAL_EVENTS = 'k8s.io/initial-events-end';

/** Calls a function after some time. @returns a function that cancels it */
export type Timer = (milliseconds: number, run: () => void) => () => void;

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/**
 * Watches a collection.
 *
 * @param present returns an object in the form that the client requested
 * @returns a stream of events, one on each line
 */
export function watchObjects(
  { store }: ServerContext,
  call: Call,
  present: (object: StoredObject) => object,
  timer: Timer,
): AsyncIterable<string> {
  const { query, type, served, request } = call;
  const matches = selectorOf(call);
  const version = Number(query.resourceVersion || 0);
  const missed = version > 0 ? store.changesSince(version) : [];
  const stops: (() => void)[] = [];
  const stream = new PushStream(() => stops.forEach((stop) => stop()), request.signal);
  const send = (event: EventType, object: object) =>
    stream.write(`${JSON.stringify({ type: event, object })}\n`);
  if (missed === undefined || version > store.resourceVersion) {
    send('ERROR', cannotResume(version, store.resourceVersion, store.oldestVersion).toStatus());
    stream.end();
    return stream;
  }
  const report = (change: Change) => {
    if (!isOf(type, change)) return;
    const before = change.old !== undefined && matches(change.old);
    const after = change.event !== 'DELETED' && matches(change.object);
    if (after) send(before ? 'MODIFIED' : 'ADDED', present(change.object));
    else if (before) send('DELETED', present(lastState(change)));
  };
  const bookmark = (annotations?: object) => {
    const metadata = { resourceVersion: String(store.resourceVersion), creationTimestamp: null };
    send('BOOKMARK', {
      kind: served.kind,
      apiVersion: apiVersionOf(served),
      metadata: annotations ? { ...metadata, annotations } : metadata,
    });
  };
  const wantsBookmarks = query.allowWatchBookmarks === 'true' || query.allowWatchBookmarks === '1';
  const wantsInitial = query.sendInitialEvents === 'true' || query.sendInitialEvents === '1';
  if (version === 0 || wantsInitial) {
    for (const object of store.list(type)) if (matches(object)) send('ADDED', present(object));
    if (wantsInitial && wantsBookmarks) bookmark({ [END_OF_INITIAL_EVENTS]: 'true' });
  } else {
    missed.forEach(report);
  }
  stops.push(store.onChange(report));
  if (wantsBookmarks) stops.push(repeat(timer, BOOKMARK_INTERVAL_MS, () => bookmark()));
  const timeoutSeconds = Number(query.timeoutSeconds) || DEFAULT_TIMEOUT_SECONDS;
  stops.push(
    timer(timeoutSeconds * 1000, () => {
      if (wantsBookmarks) bookmark();
      stream.end();
    }),
  );
  return stream;
}

function repeat(timer: Timer, milliseconds: number, run: () => void): () => void {
  const again = () => {
    run();
    cancel = timer(milliseconds, again);
  };
  let cancel = timer(milliseconds, again);
  return () => cancel();
}

function isOf(type: ResourceType, change: Change): boolean {
  return change.type.resource === type.resource && change.type.group === type.group;
}

/** An object that does not match any more is shown as it was when it matched. */
function lastState({ event, object, old }: Change): StoredObject {
  if (event === 'DELETED') return object;
  const { resourceVersion } = object.metadata;
  return { ...old!, metadata: { ...old!.metadata, resourceVersion } };
}

function cannotResume(version: number, current: number, oldest: number): StatusError {
  if (version <= current) return expired(`too old resource version: ${version} (${oldest})`);
  const message = `Too large resource version: ${version}, current: ${current}`;
  return new StatusError(504, 'Timeout', message, {
    retryAfterSeconds: 1,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  });
}
