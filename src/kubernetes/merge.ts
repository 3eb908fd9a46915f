import { isJsonObject, Json, JsonObject } from './json';

/**
 * The lists that Kubernetes addresses by a key of their entries. A container is merged with its namesake; of the others
 * an entry is one value (a volume has one source, a variable one origin) and replaces its namesake whole.
 */
const KEYED: Readonly<Record<string, { readonly key: string; readonly whole: boolean }>> = {
  containers: { key: 'name', whole: false },
  initContainers: { key: 'name', whole: false },
  env: { key: 'name', whole: true },
  volumes: { key: 'name', whole: true },
  volumeMounts: { key: 'mountPath', whole: true },
};

/**
 * What was written, with defaults under it. Objects merge field by field, the lists above by their key; any other value
 * replaces the default. What is `undefined` is not written, so it never beats a default.
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
  if (Array.isArray(written) && Array.isArray(defaults) && Object.hasOwn(KEYED, field)) {
    return mergeKeyed(written, defaults, KEYED[field].key, KEYED[field].whole);
  }
  return written;
}

/** Entries stay where the defaults have them, for order has a meaning: `$(VAR)` looks back only, the first container is kubectl's. */
function mergeKeyed(
  written: readonly Json[],
  defaults: readonly Json[],
  key: string,
  whole: boolean,
): readonly Json[] {
  const keyOf = (entry: Json) => (isJsonObject(entry) ? entry[key] : undefined);
  const namesake = (list: readonly Json[], entry: Json) =>
    list.find((other) => keyOf(other) !== undefined && keyOf(other) === keyOf(entry));
  const kept = defaults.map((entry) => {
    const over = namesake(written, entry);
    if (over === undefined) return entry;
    return !whole && isJsonObject(over) && isJsonObject(entry) ? withDefaults(over, entry) : over;
  });
  return [...kept, ...written.filter((entry) => namesake(defaults, entry) === undefined)];
}

/** A JSON merge patch (RFC 7396): `null` takes a field away, objects merge, any other value replaces. */
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
