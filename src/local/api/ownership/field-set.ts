import { entryStep, MergeType } from './merge-type';
import { isJsonObject, Json, JsonObject, objectsIn } from '../../../kubernetes/json';

/**
 * A set of fields. A path is its steps (`f:NAME` a field, `k:KEYS` an entry of a keyed list,
 * `v:VALUE` one of a set), joined by `SEPARATOR`.
 */
export type FieldSet = ReadonlySet<string>;

export const SEPARATOR = '\0';
const ITSELF = '.';

/** Reads `fieldsV1` of an entry of `metadata.managedFields`. */
export function parseFieldsV1(fields: JsonObject): Set<string> {
  const paths = new Set<string>();
  const visit = (node: JsonObject, path: string) => {
    for (const step of Object.keys(node)) {
      if (step === ITSELF) {
        paths.add(path);
        continue;
      }
      const at = path === '' ? step : path + SEPARATOR + step;
      const inner = node[step];
      if (!isJsonObject(inner) || Object.keys(inner).length === 0) paths.add(at);
      else visit(inner, at);
    }
  };
  visit(fields, '');
  return paths;
}

/** Writes a set in the form of `fieldsV1`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  type Node = { [step: string]: Node };
  const root: Node = {};
  for (const path of [...set].sort()) {
    const steps = path.split(SEPARATOR);
    let node = root;
    for (const step of steps.slice(0, -1)) {
      // A field that has been added already, and has fields of its own as well.
      const isNew = !(step in node);
      const inner = (node[step] ??= {});
      if (!isNew && Object.keys(inner).length === 0) inner[ITSELF] = {};
      node = inner;
    }
    node[steps[steps.length - 1]] ??= {};
  }
  return root;
}

/** Returns the fields that an applied object sets. */
export function fieldsSetBy(value: Json, type: MergeType): Set<string> {
  const paths = new Set<string>();
  const visit = (current: Json, of: MergeType, path: string): void => {
    const at = (step: string) => (path === '' ? step : path + SEPARATOR + step);
    if (of.kind === 'object' && isJsonObject(current) && Object.keys(current).length > 0) {
      for (const [name, inner] of Object.entries(current)) {
        if (inner !== undefined) visit(inner, of.field(name), at(`f:${name}`));
      }
      return;
    }
    if (of.kind === 'keyed' && Array.isArray(current) && current.length > 0) {
      for (const entry of objectsIn(current)) {
        const step = at(entryStep(of.keys, entry));
        paths.add(step);
        visit(entry, of.entry, step);
      }
      return;
    }
    if (of.kind === 'set' && Array.isArray(current) && current.length > 0) {
      for (const entry of current) paths.add(at(`v:${JSON.stringify(entry)}`));
      return;
    }
    if (path !== '') paths.add(path);
  };
  visit(value, type, '');
  return paths;
}

export function union(a: FieldSet, b: Iterable<string>): Set<string> {
  return new Set([...a, ...b]);
}

export function difference(a: FieldSet, b: FieldSet): Set<string> {
  return new Set([...a].filter((path) => !b.has(path)));
}

/** Adds the fields that contain fields of a set. Entries of lists are members only by themselves. */
export function withParentFields(set: FieldSet): Set<string> {
  const result = new Set(set);
  for (const path of set) {
    for (let at = path.lastIndexOf(SEPARATOR); at > 0; at = path.lastIndexOf(SEPARATOR, at - 1)) {
      const parent = path.slice(0, at);
      if (parent.slice(parent.lastIndexOf(SEPARATOR) + 1).startsWith('f:')) result.add(parent);
    }
  }
  return result;
}

/** Formats a path as errors do, e.g. `.spec.containers[name="main"].image`. */
export function formatPath(path: string): string {
  return path
    .split(SEPARATOR)
    .map((step) => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const keys = Object.entries(JSON.parse(step.slice(2)) as JsonObject);
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
