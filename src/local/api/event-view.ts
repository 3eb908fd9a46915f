import { JsonObject, objectIn } from '../../kubernetes/json';

/** The names of fields that Events have in the core group and in events.k8s.io. */
const RENAMED: readonly (readonly [core: string, view: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

/** Returns an Event of the core group as one of events.k8s.io/v1. */
export function toEventView(event: JsonObject): JsonObject {
  return { ...renamed(event, ([from, to]) => [from, to]), apiVersion: 'events.k8s.io/v1' };
}

/** Returns an Event of events.k8s.io/v1 as one of the core group. */
export function fromEventView(event: JsonObject): JsonObject {
  const core = renamed(event, ([from, to]) => [to, from]);
  return { ...core, apiVersion: 'v1', involvedObject: objectIn(core.involvedObject) };
}

function renamed(
  event: JsonObject,
  direction: (pair: readonly [string, string]) => readonly [string, string],
): JsonObject {
  const names = new Map(RENAMED.map(direction));
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [names.get(name) ?? name, value]),
  );
}
