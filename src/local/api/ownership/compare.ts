import { SEPARATOR } from './field-set';
import { entryStep, MergeType } from './merge-type';
import { isDeepEqual } from '../../../kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject, objectsIn } from '../../../kubernetes/json';

/** The fields in which two objects differ. */
export interface Comparison {
  /** Also fields that contain fields, if the old object does not have them. */
  readonly added: Set<string>;
  readonly modified: Set<string>;
  readonly removed: Set<string>;
}

/** Compares an object before and after a change. */
export function compare(before: JsonObject, after: JsonObject, type: MergeType): Comparison {
  const result: Comparison = { added: new Set(), modified: new Set(), removed: new Set() };
  visit(before, after, type, '', result);
  return result;
}

function visit(
  before: Json | undefined,
  after: Json | undefined,
  type: MergeType,
  path: string,
  result: Comparison,
): void {
  if (before === after) return;
  if (before === undefined) result.added.add(path);
  if (after === undefined) result.removed.add(path);
  const both = before !== undefined && after !== undefined;
  const parts = partsOf(type, before, after);
  if (!parts) {
    if (both && !isDeepEqual(before, after)) result.modified.add(path);
    return;
  }
  for (const [step, [old, now, inner]] of parts) {
    visit(old, now, inner, path === '' ? step : path + SEPARATOR + step, result);
  }
}

type Part = [before: Json | undefined, after: Json | undefined, type: MergeType];

/** Returns the parts of two values that have managers of their own; undefined if it is the whole. */
function partsOf(
  type: MergeType,
  before: Json | undefined,
  after: Json | undefined,
): Map<string, Part> | undefined {
  switch (type.kind) {
    case 'leaf':
      return undefined;
    case 'object': {
      if (!mayBe(isJsonObject, before, after)) return undefined;
      const [a, b] = [before, after].map((value) => (value ?? {}) as JsonObject);
      const names = new Set([...Object.keys(a), ...Object.keys(b)]);
      return new Map([...names].map((name) => [`f:${name}`, [a[name], b[name], type.field(name)]]));
    }
    case 'keyed': {
      if (!mayBe(Array.isArray, before, after)) return undefined;
      const parts = new Map<string, Part>();
      for (const entry of objectsIn(before)) {
        parts.set(entryStep(type.keys, entry), [entry, undefined, type.entry]);
      }
      for (const entry of objectsIn(after)) {
        const step = entryStep(type.keys, entry);
        parts.set(step, [parts.get(step)?.[0], entry, type.entry]);
      }
      return parts;
    }
    case 'set': {
      if (!mayBe(Array.isArray, before, after)) return undefined;
      const [a, b] = [before, after].map((value) => (value ?? []) as readonly Json[]);
      const entries = [...new Set([...a, ...b])];
      return new Map(
        entries.map((entry) => [
          `v:${JSON.stringify(entry)}`,
          [
            a.includes(entry) ? entry : undefined,
            b.includes(entry) ? entry : undefined,
            { kind: 'leaf' },
          ],
        ]),
      );
    }
  }
}

/** Whether each value that exists has a type; null counts as empty. */
function mayBe(
  isType: (value: unknown) => boolean,
  ...values: readonly (Json | undefined)[]
): boolean {
  return values.every((value) => value === undefined || value === null || isType(value));
}
