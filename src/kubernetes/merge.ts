import { isJsonObject, Json, JsonObject } from './json';

/**
 * The lists whose entries Kubernetes identifies by a merge key. Containers with the same name are
 * merged. An entry of another list is replaced as a replace, since a volume has one source and a
 * variable has one value.
 */
const MERGE_KEYS: Readonly<Record<string, { readonly key: string; readonly replace: boolean }>> = {
  containers: { key: 'name', replace: false },
  initContainers: { key: 'name', replace: false },
  env: { key: 'name', replace: true },
  volumes: { key: 'name', replace: true },
  volumeMounts: { key: 'mountPath', replace: true },
};

/**
 * Merges defaults into what was written. Objects are merged field by field, and the lists above by
 * their key; any other written value replaces the default. An `undefined` field does not replace a
 * default.
 */
export function withDefaults(written: JsonObject, defaults: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...defaults };
  for (const [field, value] of Object.entries(written)) {
    if (value !== undefined) merged[field] = mergeField(field, value, defaults[field]);
  }
  return merged;
}

function mergeField(field: string, written: Json, defaults: Json | undefined): Json {
  if (isJsonObject(written) && isJsonObject(defaults)) return withDefaults(written, defaults);
  if (Array.isArray(written) && Array.isArray(defaults) && Object.hasOwn(MERGE_KEYS, field)) {
    return mergeKeyed(written, defaults, MERGE_KEYS[field].key, MERGE_KEYS[field].replace);
  }
  return written;
}

/**
 * Merges lists in the order of the defaults. The order matters: `$(VAR)` refers to earlier
 * variables only, and kubectl uses the first container by default.
 */
function mergeKeyed(
  written: readonly Json[],
  defaults: readonly Json[],
  key: string,
  replace: boolean,
): readonly Json[] {
  const keyOf = (entry: Json) => (isJsonObject(entry) ? entry[key] : undefined);
  const sameKey = (list: readonly Json[], entry: Json) =>
    list.find((other) => keyOf(other) !== undefined && keyOf(other) === keyOf(entry));
  const merged = defaults.map((entry) => {
    const override = sameKey(written, entry);
    if (override === undefined) return entry;
    return !replace && isJsonObject(override) && isJsonObject(entry)
      ? withDefaults(override, entry)
      : override;
  });
  return [...merged, ...written.filter((entry) => sameKey(defaults, entry) === undefined)];
}

/**
 * Applies a JSON merge patch (RFC 7396): `null` removes a field, objects are merged, any other
 * value replaces the field.
 */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const patched: Record<string, Json | undefined> = { ...target };
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) {
      delete patched[field];
    } else if (isJsonObject(value)) {
      patched[field] = mergePatch(isJsonObject(target[field]) ? target[field] : {}, value);
    } else {
      patched[field] = value;
    }
  }
  return patched;
}
