import { isJsonObject, Json } from './json';

/** Reports whether two JSON values are equal; the order of fields does not matter. */
export function isDeepEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, i) => isDeepEqual(item, b[i] as Json));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
      isDeepEqual(a[key], b[key]),
    );
  }
  return a === b;
}
