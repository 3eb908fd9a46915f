import { container } from './container';
import { job } from './job';
import { meta } from './meta';
import { pod } from './pod';
import { scheduling } from './scheduling';
import { security } from './security';
import { volume } from './volume';
import { volumePlugins } from './volume-plugins';
import type { JsonObject } from '../json';

/**
 * Every struct of a Job, a CronJob and their Pod template. The notation of a field is its Go type
 * (`*` a pointer, `[]` a list, `map` a map with string keys), then `printed` if the API server
 * returns it even if it is empty, then the minor versions that have it.
 */
export const STRUCTS = {
  ...meta,
  ...job,
  ...pod,
  ...scheduling,
  ...security,
  ...volume,
  ...volumePlugins,
  ...container,
};

type Structs = typeof STRUCTS;
export type StructName = keyof Structs;

interface Scalars {
  string: string;
  bool: boolean;
  int32: number;
  int64: number;
  Quantity: string | number;
  IntOrString: string | number;
  Time: string;
  FieldsV1: JsonObject;
}

type Value<T extends string> = T extends `${infer Bare} printed${string}`
  ? Value<Bare>
  : T extends `${infer Bare} since ${string}`
    ? Value<Bare>
    : T extends `${infer Bare} until ${string}`
      ? Value<Bare>
      : T extends `*${infer Pointed}`
        ? Value<Pointed>
        : T extends `[]${infer Item}`
          ? readonly Value<Item>[]
          : T extends `map ${infer Entry}`
            ? { readonly [key: string]: Value<Entry> }
            : T extends keyof Scalars
              ? Scalars[T]
              : T extends StructName
                ? Struct<T>
                : never;

/** A struct as JSON, in which every field is optional. */
export type Struct<Name extends StructName> = {
  readonly [Key in keyof Structs[Name]]?: Structs[Name][Key] extends string
    ? Value<Structs[Name][Key]>
    : never;
};

/** The type of a field. */
export type Type =
  | { readonly kind: 'scalar'; readonly name: keyof Scalars }
  | { readonly kind: 'struct'; readonly name: StructName }
  | { readonly kind: 'list' | 'map'; readonly of: Type };

/** A field of a struct. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Whether the field is a pointer, so that `false` and `""` differ from an omitted field. */
  readonly pointer: boolean;
  /** Whether the API server returns the field even if it is empty. */
  readonly printed: boolean;
  /** The first minor version that has the field; 0 if the oldest known version has it. */
  readonly since: number;
  /** The last minor version that has the field; Infinity if the newest known version has it. */
  readonly until: number;
}

const fieldsCache = new Map<StructName, ReadonlyMap<string, Field>>();

/** Returns the fields of a struct in all minor versions. */
export function fieldsOf(name: StructName): ReadonlyMap<string, Field> {
  let fields = fieldsCache.get(name);
  if (!fields) {
    fields = new Map(
      Object.entries<string>(STRUCTS[name]).map(([field, text]) => [
        field,
        parseField(field, text),
      ]),
    );
    fieldsCache.set(name, fields);
  }
  return fields;
}

const structFieldsCache = new Map<StructName, readonly Field[]>();

/** Returns the fields of a struct that contain structs or lists of structs. */
export function structFieldsOf(name: StructName): readonly Field[] {
  let fields = structFieldsCache.get(name);
  if (!fields) {
    structFieldsCache.set(
      name,
      (fields = [...fieldsOf(name).values()].filter(({ type }) => containsStructs(type))),
    );
  }
  return fields;
}

function containsStructs(type: Type): boolean {
  return type.kind === 'struct' || (type.kind !== 'scalar' && containsStructs(type.of));
}

/** Whether a minor version has a field. */
export function isKnown({ since, until }: Field, minor: number): boolean {
  return since <= minor && minor <= until;
}

function parseField(name: string, text: string): Field {
  const [, type, printed, since, until] =
    /^(.+?)( printed)?(?: since (\d+))?(?: until (\d+))?$/.exec(text)!;
  return {
    name,
    type: parseType(type.replace(/^\*/, '')),
    pointer: type.startsWith('*'),
    printed: printed !== undefined,
    since: Number(since ?? 0),
    until: Number(until ?? Infinity),
  };
}

function parseType(text: string): Type {
  if (text.startsWith('[]')) return { kind: 'list', of: parseType(text.slice(2)) };
  if (text.startsWith('map ')) return { kind: 'map', of: parseType(text.slice(4)) };
  return text in STRUCTS
    ? { kind: 'struct', name: text as StructName }
    : { kind: 'scalar', name: text as keyof Scalars };
}
