import { placesOfField } from './misplaced-field';
import { closestName } from '../closest-name';
import { FieldPath } from '../field-path';
import type { Json, JsonObject } from '../json';
import { parseQuantity } from '../quantity';
import { Field, fieldsOf, isKnown, Struct, StructName, Type } from '../schema/field';
import { parseTime } from '../time';
import { quote } from '../truncate';

/** An error that the API server answers with status 400 before it validates the object. */
export interface DecodeProblem {
  readonly kind: 'unknown-field' | 'wrong-type' | 'malformed';
  readonly path: FieldPath;
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** Paths at which an unknown field was probably meant. @default - none */
  readonly places?: readonly string[];
}

/** The result of decoding an object. */
export interface Decoded<Name extends StructName> {
  /** The object without the fields that cannot be decoded. */
  readonly value: Struct<Name>;
  /** The errors for which the API server rejects the object. */
  readonly problems: readonly DecodeProblem[];
}

/**
 * Decodes JSON to a struct as the API server of a minor version does with strict field validation:
 * a field that is `null` is omitted, numbers must be integers, and unknown fields are errors.
 * Source: sigs.k8s.io/json.
 */
export function decode<Name extends StructName>(
  name: Name,
  json: JsonObject,
  minor: number,
): Decoded<Name> {
  const decoder = new Decoder(name, minor);
  return {
    value: decoder.decodeStruct(name, json, FieldPath.ROOT) as Struct<Name>,
    problems: decoder.problems,
  };
}

/** Bounds the searches for the place of a field in an object without any known field. */
const MAX_SEARCHES = 100;

class Decoder {
  public readonly problems: DecodeProblem[] = [];

  public constructor(
    private readonly root: StructName,
    private readonly minor: number,
  ) {}

  public decodeStruct(name: StructName, json: JsonObject, path: FieldPath): JsonObject {
    const fields = fieldsOf(name);
    const value: { [field: string]: Json } = {};
    for (const key of Object.keys(json)) {
      if (json[key] === undefined) continue; // omitted from JSON
      const field = fields.get(key);
      if (!field || !isKnown(field, this.minor)) {
        if (path === FieldPath.ROOT && (key === 'apiVersion' || key === 'kind')) {
          value[key] = json[key];
        } else {
          this.unknownField(name, key, field, path, json);
        }
        continue;
      }
      const decoded =
        json[key] === null ? undefined : this.decode(field.type, json[key], path, key);
      if (decoded !== undefined) value[key] = decoded;
    }
    for (const { name: key, struct } of embeddedIn(name)) {
      // A struct that is not a pointer exists even if it is not in the JSON.
      if (value[key] === undefined) value[key] = this.decodeStruct(struct, {}, path.field(key));
    }
    return value;
  }

  private unknownField(
    struct: StructName,
    key: string,
    field: Field | undefined,
    path: FieldPath,
    json: JsonObject,
  ): void {
    const at = path.field(key);
    const report = (message: string, fix: string, meantAt?: readonly string[]): void => {
      this.problems.push({ kind: 'unknown-field', path: at, message, fix, places: meantAt });
    };
    if (field) {
      report(
        otherVersion(field, this.minor),
        'remove the field, or set another --kubernetes-version',
      );
      return;
    }
    const meant = similarField(struct, key, this.minor);
    if (meant !== undefined) {
      report(`unknown field in ${struct} (did you mean ${quote(meant)}?)`, `rename it to ${meant}`);
      return;
    }
    const places =
      this.problems.length >= MAX_SEARCHES
        ? []
        : placesOfField(key, this.root, { struct, path }, json, this.minor);
    report(
      `unknown field in ${struct}`,
      places.length > 0
        ? `move it to ${places.join(' or ')}`
        : 'correct the name, or remove the field',
      places,
    );
  }

  /** @param step the last step of the path: a field, an index, or the key of a map in an array */
  private decode(
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
          ? this.decodeStruct(type.name, json, path())
          : this.wrongType(json, 'an object', path());
      case 'list': {
        if (!Array.isArray(json)) return this.wrongType(json, 'a list', path());
        const at = path();
        return (json as readonly Json[]).map(
          (item, i) =>
            this.decode(type.of, item ?? zeroValue(type.of), at, i) ?? zeroValue(type.of),
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
              this.decode(type.of, entry ?? zeroValue(type.of), at, [key]) ?? zeroValue(type.of),
            ]),
        );
      }
      case 'scalar':
        return this.decodeScalar(type.name, json, path);
    }
  }

  private decodeScalar(
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
        return isInteger(json, 2 ** 31) ? json : this.wrongType(json, 'a 32-bit integer', path());
      case 'int64':
        return isInteger(json, 2 ** 63) ? json : this.wrongType(json, 'a 64-bit integer', path());
      case 'IntOrString':
        return typeof json === 'string' || isInteger(json, 2 ** 31)
          ? json
          : this.malformed(json, 'an integer or a string', path());
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

  private wrongType(json: Json, wanted: keyof typeof WRONG_TYPE_FIXES, path: FieldPath): undefined {
    const message = `must be ${wanted}; got ${quote(json)}`;
    this.problems.push({ kind: 'wrong-type', path, message, fix: WRONG_TYPE_FIXES[wanted](json) });
  }

  /**
   * A string in the wrong format. The API server stops decoding at it, and its error has no path.
   */
  private malformed(json: Json, wanted: string, path: FieldPath): undefined {
    const message = `must be ${wanted}; got ${quote(json)}`;
    this.problems.push({ kind: 'malformed', path, message, fix: 'use a value in that format' });
  }
}

const embeddedStructs = new Map<
  StructName,
  readonly { readonly name: string; readonly struct: StructName }[]
>();

/** Returns the fields of a struct that are structs and not pointers. */
function embeddedIn(
  name: StructName,
): readonly { readonly name: string; readonly struct: StructName }[] {
  let fields = embeddedStructs.get(name);
  if (!fields) {
    const all = [...fieldsOf(name).values()].filter(({ pointer }) => !pointer);
    embeddedStructs.set(
      name,
      (fields = all.flatMap(({ name: field, type }) =>
        type.kind === 'struct' ? [{ name: field, struct: type.name }] : [],
      )),
    );
  }
  return fields;
}

/** Returns the zero value of Go, to which a null in a list or map is decoded. */
export function zeroValue(type: Type): Json {
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

/** Accepts every object, unlike `isJsonObject`, since the input has JSON values only. */
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

/** Describes in which versions a field exists that the current one does not have. */
function otherVersion({ since, until }: Field, minor: number): string {
  return since > minor
    ? `exists since Kubernetes 1.${since}; 1.${minor} does not have it`
    : `exists until Kubernetes 1.${until}; 1.${minor} does not have it`;
}

/** Returns the field that was probably meant. */
function similarField(struct: StructName, key: string, minor: number): string | undefined {
  const known = [...fieldsOf(struct)]
    .filter(([, field]) => isKnown(field, minor))
    .map(([field]) => field);
  return closestName(key, known);
}

/** What to do about a value that does not have the wanted type. */
const WRONG_TYPE_FIXES = {
  'a string': (json: Json) =>
    typeof json === 'object' ? 'write one string' : `write it in quotes: ${quote(String(json))}`,
  'true or false': () => 'write true or false, without quotes',
  'a 32-bit integer': integerFix,
  'a 64-bit integer': integerFix,
  'a list': (json: Json) =>
    typeof json === 'string'
      ? `write a list of strings: [${quote(json)}]`
      : 'write a list: start each item with "- "',
  'an object': () => 'write its fields below it, one "name: value" on each line',
};

function integerFix(json: Json): string {
  return typeof json === 'string' && /^-?\d+$/.test(json)
    ? `write the number without quotes: ${json}`
    : 'write a whole number in this range, without quotes';
}
