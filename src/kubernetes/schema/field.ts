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
 * Every struct of a Job, a CronJob and their Pod template. A field is written as its Go type (`*` optional, `[]` a list,
 * `map` by text), then `printed` where the server prints it even if it is empty, then the minors that know it.
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

/** A struct as JSON in which any field may be missing. */
export type Struct<Name extends StructName> = {
  readonly [Key in keyof Structs[Name]]?: Structs[Name][Key] extends string
    ? Value<Structs[Name][Key]>
    : never;
};

/** What a field holds. */
export type Type =
  | { readonly kind: 'scalar'; readonly name: keyof Scalars }
  | { readonly kind: 'struct'; readonly name: StructName }
  | { readonly kind: 'list' | 'map'; readonly of: Type };

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Set is told from empty: `false` and `""` are kept. */
  readonly pointer: boolean;
  /** Printed even if it is empty. */
  readonly printed: boolean;
  readonly since: number;
  readonly until: number;
}

const parsed = new Map<StructName, ReadonlyMap<string, Field>>();

/** The fields of a struct, of all minors. */
export function fieldsOf(name: StructName): ReadonlyMap<string, Field> {
  let fields = parsed.get(name);
  if (!fields) {
    fields = new Map(
      Object.entries<string>(STRUCTS[name]).map(([field, text]) => [
        field,
        parseField(field, text),
      ]),
    );
    parsed.set(name, fields);
  }
  return fields;
}

const holding = new Map<StructName, readonly Field[]>();

/** The fields of a struct that hold structs, or lists of them. */
export function structFieldsOf(name: StructName): readonly Field[] {
  let fields = holding.get(name);
  if (!fields) {
    holding.set(
      name,
      (fields = [...fieldsOf(name).values()].filter(({ type }) => holdsStructs(type))),
    );
  }
  return fields;
}

function holdsStructs(type: Type): boolean {
  return type.kind === 'struct' || (type.kind !== 'scalar' && holdsStructs(type.of));
}

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
