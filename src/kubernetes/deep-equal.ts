import { isJsonObject, Json } from './json';

/** Reports whether two JSON values are equal; the order of fields does not matter. */
export function isDeepEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, i) => isDeepEqual(item, b[i] as Json));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    for (const key in a) if (!isDeepEqual(a[key], b[key])) return false;
    for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
    return true;
  }
  return false;
}
