import { SEPARATOR } from './field-set';
import { entryStep, MergeType } from './merge-type';
import { isJsonObject, Json, JsonObject, objectsIn } from '../../../kubernetes/json';

/** Merges an applied object into the live one. */
export function mergeApplied(live: JsonObject, applied: JsonObject, type: MergeType): JsonObject {
  return merge(live, applied, type) as JsonObject;
}

function merge(live: Json | undefined, applied: Json, type: MergeType): Json {
  if (type.kind === 'object' && isJsonObject(live) && isJsonObject(applied)) {
    const merged: { [name: string]: Json | undefined } = { ...live };
    for (const [name, value] of Object.entries(applied)) {
      if (value !== undefined) merged[name] = merge(live[name], value, type.field(name));
    }
    return merged;
  }
  if (type.kind === 'keyed' && Array.isArray(live) && Array.isArray(applied)) {
    const [a, b] = [live, applied].map(
      (list) => new Map(objectsIn(list).map((entry) => [entryStep(type.keys, entry), entry])),
    );
    return inOrder([...a.keys()], [...b.keys()]).map((step) => {
      const [old, now] = [a.get(step), b.get(step)];
      return now === undefined ? old! : merge(old, now, type.entry);
    });
  }
  if (type.kind === 'set' && Array.isArray(live) && Array.isArray(applied)) {
    return inOrder(live as Json[], applied as Json[]);
  }
  return applied;
}

/** Returns all entries, in the applied order; those that only the live list has keep their place. */
function inOrder<T>(live: readonly T[], applied: readonly T[]): T[] {
  const [inLive, inApplied] = [new Set(live), new Set(applied)];
  const result = new Set<T>();
  let next = 0;
  for (const entry of live) {
    if (!inApplied.has(entry)) {
      result.add(entry);
      continue;
    }
    while (next < applied.length && !inLive.has(applied[next])) result.add(applied[next++]);
    if (next < applied.length) result.add(applied[next++]);
  }
  while (next < applied.length) result.add(applied[next++]);
  return [...result];
}

/** Removes fields and entries, each with all that it contains. */
export function withoutFields(
  object: JsonObject,
  paths: ReadonlySet<string>,
  type: MergeType,
): JsonObject {
  const remove = (value: Json, of: MergeType, path: string): Json => {
    const at = (step: string) => (path === '' ? step : path + SEPARATOR + step);
    if (of.kind === 'object' && isJsonObject(value)) {
      const kept = Object.entries(value).filter(
        ([name, inner]) => inner !== undefined && !paths.has(at(`f:${name}`)),
      );
      return Object.fromEntries(
        kept.map(([name, inner]) => [name, remove(inner!, of.field(name), at(`f:${name}`))]),
      );
    }
    if (of.kind === 'keyed' && Array.isArray(value)) {
      return objectsIn(value)
        .map((entry) => ({ entry, step: at(entryStep(of.keys, entry)) }))
        .filter(({ step }) => !paths.has(step))
        .map(({ entry, step }) => remove(entry, of.entry, step));
    }
    if (of.kind === 'set' && Array.isArray(value)) {
      return (value as Json[]).filter((entry) => !paths.has(at(`v:${JSON.stringify(entry)}`)));
    }
    return value;
  };
  return remove(object, type, '') as JsonObject;
}
