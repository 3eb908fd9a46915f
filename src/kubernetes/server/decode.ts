import { closestName } from '../closest-name';
import { FieldPath } from '../field-path';
import type { Json, JsonObject } from '../json';
import { parseQuantity } from '../quantity';
import { Field, fieldsOf, isKnown, Struct, StructName, Type } from '../schema/field';
import { parseTime } from '../time';
import { quote } from '../truncate';

/** Why a manifest is no object of its kind: the server answers 400 before it looks at any rule. */
export interface DecodeProblem {
  readonly kind: 'unknown-field' | 'wrong-type' | 'malformed';
  readonly path: FieldPath;
  readonly message: string;
}

export interface Decoded<Name extends StructName> {
  /** The object as the server reads it, without what it cannot read. */
  readonly value: Struct<Name>;
  /** Why it refuses the object, if it does. */
  readonly problems: readonly DecodeProblem[];
}

/**
 * Reads JSON as a struct, as the server of a minor does it under strict field validation: `null` is as if it were not
 * there, numbers are whole, and no field is unknown. Source: sigs.k8s.io/json.
 */
export function decode<Name extends StructName>(
  name: Name,
  json: JsonObject,
  minor: number,
): Decoded<Name> {
  const decoder = new Decoder(minor);
  return {
    value: decoder.struct(name, json, FieldPath.ROOT) as Struct<Name>,
    problems: decoder.problems,
  };
}

class Decoder {
  public readonly problems: DecodeProblem[] = [];

  public constructor(private readonly minor: number) {}

  public struct(name: StructName, json: JsonObject, path: FieldPath): JsonObject {
    const fields = fieldsOf(name);
    const value: { [field: string]: Json } = {};
    for (const key of Object.keys(json)) {
      if (json[key] === undefined) continue; // not written at all
      const field = fields.get(key);
      if (!field || !isKnown(field, this.minor)) {
        if (path === FieldPath.ROOT && (key === 'apiVersion' || key === 'kind')) {
          value[key] = json[key];
        } else {
          this.unknown(name, key, field, path);
        }
        continue;
      }
      const decoded = json[key] === null ? undefined : this.value(field.type, json[key], path, key);
      if (decoded !== undefined) value[key] = decoded;
    }
    for (const { name: key, struct } of embeddedIn(name)) {
      // What is no pointer is there even if nothing was written.
      if (value[key] === undefined) value[key] = this.struct(struct, {}, path.field(key));
    }
    return value;
  }

  private unknown(name: StructName, key: string, field: Field | undefined, path: FieldPath): void {
    const message = !field
      ? `${name} has no field of this name${hint(name, key, this.minor)}`
      : field.since > this.minor
        ? `there since Kubernetes 1.${field.since}, and 1.${this.minor} does not know it`
        : `there until Kubernetes 1.${field.until}, and 1.${this.minor} does not know it any more`;
    this.problems.push({ kind: 'unknown-field', path: path.field(key), message });
  }

  /** @param step what leads from the path of the parent to the value: a field, an index, or an entry of a map */
  private value(
    type: Type,
    json: Json,
    parent: FieldPath,
    step: string | number | readonly [key: string],
  ): Json | undefined {
    const path = () =>
      typeof step === 'string'
        ? parent.field(step)
        : typeof step === 'number'
          ? parent.index(step)
          : parent.key(step[0]);
    switch (type.kind) {
      case 'struct':
        return isObject(json)
          ? this.struct(type.name, json, path())
          : this.wrongType(json, 'an object', path());
      case 'list': {
        if (!Array.isArray(json)) return this.wrongType(json, 'a list', path());
        const at = path();
        return (json as readonly Json[]).map(
          (item, i) => this.value(type.of, item ?? zero(type.of), at, i) ?? zero(type.of),
        );
      }
      case 'map': {
        if (!isObject(json)) return this.wrongType(json, 'an object', path());
        const at = path();
        return Object.fromEntries(
          Object.entries(json)
            .filter(([, entry]) => entry !== undefined)
            .map(([key, entry]) => [
              key,
              this.value(type.of, entry ?? zero(type.of), at, [key]) ?? zero(type.of),
            ]),
        );
      }
      case 'scalar':
        return this.scalar(type.name, json, path);
    }
  }

  private scalar(
    name: Extract<Type, { kind: 'scalar' }>['name'],
    json: Json,
    path: () => FieldPath,
  ): Json | undefined {
    switch (name) {
      case 'string':
        return typeof json === 'string' ? json : this.wrongType(json, 'a string', path());
      case 'bool':
        return typeof json === 'boolean' ? json : this.wrongType(json, 'true or false', path());
      case 'int32':
        return isInteger(json, 2 ** 31)
          ? json
          : this.wrongType(json, 'a whole number of 32 bits', path());
      case 'int64':
        return isInteger(json, 2 ** 63)
          ? json
          : this.wrongType(json, 'a whole number of 64 bits', path());
      case 'IntOrString':
        return typeof json === 'string' || isInteger(json, 2 ** 31)
          ? json
          : this.malformed(json, 'a whole number or a string', path());
      case 'Quantity':
        return parseQuantity(json)
          ? json
          : this.malformed(json, 'a quantity such as 500m, 2 or 1Gi', path());
      case 'Time':
        return typeof json === 'string' && parseTime(json) !== undefined
          ? json
          : this.malformed(json, 'a time such as 2026-01-31T08:00:00Z', path());
      case 'FieldsV1':
        return json;
    }
  }

  private wrongType(json: Json, wanted: string, path: FieldPath): undefined {
    this.problems.push({ kind: 'wrong-type', path, message: `${quote(json)} is not ${wanted}` });
  }

  /** A value that a type of its own reads: there the server stops reading, and does not say where. */
  private malformed(json: Json, wanted: string, path: FieldPath): undefined {
    this.problems.push({ kind: 'malformed', path, message: `${quote(json)} is not ${wanted}` });
  }
}

const embedded = new Map<
  StructName,
  readonly { readonly name: string; readonly struct: StructName }[]
>();

/** The structs in a struct that are no pointers. */
function embeddedIn(
  name: StructName,
): readonly { readonly name: string; readonly struct: StructName }[] {
  let fields = embedded.get(name);
  if (!fields) {
    const all = [...fieldsOf(name).values()].filter(({ pointer }) => !pointer);
    embedded.set(
      name,
      (fields = all.flatMap(({ name: field, type }) =>
        type.kind === 'struct' ? [{ name: field, struct: type.name }] : [],
      )),
    );
  }
  return fields;
}

/** What the server reads for a null in a list or map. */
export function zero(type: Type): Json {
  if (type.kind !== 'scalar') return type.kind === 'list' ? [] : {};
  switch (type.name) {
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'IntOrString':
      return 0;
    case 'Quantity':
      return '0';
    default:
      return '';
  }
}

/** Whatever made it: here nothing but JSON is expected. */
function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isInteger(json: Json, bound: number): json is number {
  return (
    typeof json === 'number' &&
    Number.isInteger(json) &&
    json >= -bound &&
    json < bound &&
    /^-?\d+$/.test(String(json))
  );
}

/** The field that was probably meant. */
function hint(name: StructName, key: string, minor: number): string {
  const known = [...fieldsOf(name)]
    .filter(([, field]) => isKnown(field, minor))
    .map(([field]) => field);
  const meant = closestName(key, known);
  return meant === undefined ? '' : `; ${meant} is probably meant`;
}
