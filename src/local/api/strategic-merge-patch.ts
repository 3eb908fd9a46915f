import { isDeepEqual } from '../../kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject, objectsIn } from '../../kubernetes/json';

type MutableObject = { [field: string]: Json | undefined };

const DELETE_FROM = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';
const RETAIN = '$retainKeys';

/**
 * The keys by which a strategic merge patch finds entries of lists.
 * Source: `patchMergeKey` in the Go types of the API.
 */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  schedulingGates: 'name',
  resourceClaims: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  ownerReferences: 'uid',
  conditions: 'type',
  secrets: 'name',
};
/** Lists of scalars that are merged. */
const MERGED_SETS = new Set(['finalizers']);

/** Applies a strategic merge patch, in which lists of containers and the like are merged by key. */
export function strategicMergePatch(object: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject(object, patch);
}

function mergeObject(object: JsonObject, patch: JsonObject): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  const result: MutableObject = { ...object };
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined || field === '$patch' || field === RETAIN) continue;
    if (field.startsWith(DELETE_FROM)) {
      removeFrom(result, field.slice(DELETE_FROM.length), value);
    } else if (!field.startsWith(ORDER)) {
      if (value === null) delete result[field];
      else result[field] = mergeValue(field, object[field], value);
    }
  }
  for (const [field, order] of Object.entries(patch)) {
    if (field.startsWith(ORDER)) reorder(result, field.slice(ORDER.length), order);
  }
  const retained = patch[RETAIN];
  if (Array.isArray(retained)) {
    for (const field of Object.keys(result)) if (!retained.includes(field)) delete result[field];
  }
  return result;
}

function mergeValue(field: string, current: Json | undefined, patch: Json): Json {
  if (isJsonObject(patch)) {
    return mergeObject(isJsonObject(current) ? current : {}, patch);
  }
  if (!Array.isArray(patch)) return patch;
  const existing = Array.isArray(current) ? (current as readonly Json[]) : [];
  if (MERGED_SETS.has(field)) {
    const added = (patch as readonly Json[]).filter((item) => !existing.includes(item));
    return [...existing, ...added];
  }
  const key = mergeKeyOf(field, [...existing, ...(patch as readonly Json[])]);
  return key === undefined ? patch : mergeList(objectsIn(existing), objectsIn(patch), key);
}

/** Ports of containers and of Services have different keys. */
function mergeKeyOf(field: string, entries: readonly Json[]): string | undefined {
  if (field === 'ports') {
    return objectsIn(entries).some(({ containerPort }) => containerPort !== undefined)
      ? 'containerPort'
      : 'port';
  }
  return entries.every(isJsonObject) ? MERGE_KEYS[field] : undefined;
}

function mergeList(
  existing: readonly JsonObject[],
  patch: readonly JsonObject[],
  key: string,
): readonly JsonObject[] {
  if (patch.some(({ $patch, [key]: id }) => $patch === 'replace' && id === undefined)) {
    return patch.filter(({ $patch }) => $patch === undefined);
  }
  let result = [...existing];
  for (const entry of patch) {
    const index = result.findIndex((other) => isDeepEqual(other[key], entry[key]));
    if (entry.$patch === 'delete') {
      result = result.filter((_, i) => i !== index);
    } else if (index < 0) {
      result.push(withoutDirectives(entry));
    } else {
      result[index] = mergeObject(result[index], entry);
    }
  }
  return result;
}

function removeFrom(target: MutableObject, field: string, items: Json): void {
  const list = target[field];
  if (!Array.isArray(list) || !Array.isArray(items)) return;
  target[field] = (list as Json[]).filter((item) => !items.includes(item));
}

/** Sorts the entries that an order names; others stay behind them. */
function reorder(target: MutableObject, field: string, order: Json | undefined): void {
  const list = target[field];
  if (!Array.isArray(list) || !Array.isArray(order)) return;
  const key = mergeKeyOf(field, [...list, ...order] as Json[]);
  const idOf = (entry: Json) =>
    JSON.stringify(key !== undefined && isJsonObject(entry) ? entry[key] : entry);
  const places = new Map((order as Json[]).map((entry, i) => [idOf(entry), i]));
  const placeOf = (entry: Json) => places.get(idOf(entry)) ?? places.size;
  target[field] = [...(list as Json[])].sort((a, b) => placeOf(a) - placeOf(b));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  const entries = Object.entries(patch).filter(
    ([field, value]) => !field.startsWith('$') && value !== null,
  );
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      isJsonObject(value) ? withoutDirectives(value) : value,
    ]),
  );
}
