import { Field, fieldsOf, isKnown, StructName, Type } from '../../src/kubernetes/schema/field';

/** A field somewhere in a Job or CronJob: the fields that lead to it, and what each is a field of. */
export interface SchemaPath {
  /** As OpenAPI would name it: `spec.template.spec.containers[].name`. */
  readonly text: string;
  readonly steps: readonly { readonly struct: StructName; readonly field: Field }[];
}

/** Every path of a kind in a minor, without those in `managedFields`, which clients do not write. */
export function schemaPaths(kind: 'Job' | 'CronJob', minor: number): SchemaPath[] {
  const paths: SchemaPath[] = [];
  const within = (struct: StructName, before: SchemaPath) => {
    for (const field of fieldsOf(struct).values()) {
      if (!isKnown(field, minor) || field.name === 'managedFields') continue;
      const { name, dimensions } = elementOf(field.type);
      const text = `${before.text}${before.text && '.'}${field.name}${'[]'.repeat(dimensions)}`;
      const path = { text, steps: [...before.steps, { struct, field }] };
      paths.push(path);
      if (name) within(name, path);
    }
  };
  within(kind, { text: '', steps: [] });
  return paths;
}

/** The struct and the field at a place in an object: `Container.name`. */
export function fieldAt(kind: 'Job' | 'CronJob', path: readonly (string | number)[]): string {
  let at: StructName | undefined = kind;
  let last = '';
  for (const step of path) {
    const field: Field | undefined =
      typeof step === 'string' && at ? fieldsOf(at).get(step) : undefined;
    if (!field) continue; // an index, or a key of a map
    last = `${at}.${field.name}`;
    at = elementOf(field.type).name;
  }
  return last;
}

function elementOf(type: Type): { name?: StructName; dimensions: number } {
  if (type.kind === 'struct') return { name: type.name, dimensions: 0 };
  if (type.kind === 'list') {
    const inner = elementOf(type.of);
    return { ...inner, dimensions: inner.dimensions + 1 };
  }
  return { dimensions: 0 };
}
