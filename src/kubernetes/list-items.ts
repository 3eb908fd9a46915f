import { isJsonObject, Json, JsonObject } from './json';

/** An object in a list. */
export interface ListItem {
  readonly value: JsonObject;
  /** The path of the item in the list, such as `items[0]`. */
  readonly path: string;
}

/** Returns whether objects of a kind are lists of objects, such as `List` and `JobList`. */
export function isListKind(kind: string): boolean {
  return kind.endsWith('List');
}

/** Returns the objects in a list, at any depth. In a typed list, items may lack their type. */
export function listItems({ apiVersion, kind, items }: JsonObject, before = ''): ListItem[] {
  if (!Array.isArray(items)) return [];
  const type = kind === 'List' ? {} : { apiVersion, kind: String(kind).slice(0, -'List'.length) };
  return (items as readonly Json[]).flatMap((item, i) => {
    if (!isJsonObject(item)) return [];
    const path = `${before}items[${i}]`;
    return typeof item.kind === 'string' && isListKind(item.kind)
      ? listItems(item, `${path}.`)
      : [{ value: { ...type, ...item }, path }];
  });
}
