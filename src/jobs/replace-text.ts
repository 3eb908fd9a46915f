import { isJsonObject, Json, JsonObject } from '../kubernetes/json';

/**
 * Replaces a string wherever it is part of a value, at any depth. What does not contain it stays
 * the same object.
 */
export function replaceText(object: JsonObject, from: string, to: string): JsonObject {
  return replace(object, from, to) as JsonObject;
}

function replace(value: Json | undefined, from: string, to: string): Json | undefined {
  if (typeof value === 'string') return value.includes(from) ? value.replaceAll(from, to) : value;
  if (Array.isArray(value)) {
    let items: Json[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const item = replace(value[i] as Json, from, to) as Json;
      if (item !== value[i]) (items ??= [...(value as readonly Json[])])[i] = item;
    }
    return items ?? value;
  }
  if (!isJsonObject(value)) return value;
  let changed: Record<string, Json | undefined> | undefined;
  for (const key in value) {
    const entry = replace(value[key], from, to);
    if (entry !== value[key]) (changed ??= { ...value })[key] = entry;
  }
  return changed ?? value;
}
