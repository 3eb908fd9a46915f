import { isDeepEqual } from '../deep-equal';
import { isJsonObject, Json, JsonObject, sortKeys } from '../json';
import { NEWEST_MINOR } from '../minor';
import { formatQuantity, parseQuantity } from '../quantity';
import { Field, fieldsOf, Struct, StructName, Type } from '../schema/field';
import { ownDefaults } from '../server/apply-defaults';
import { zeroValue } from '../server/decode';
import { formatTime, parseTime } from '../time';

/**
 * Converts a struct of a Job to a form that is equal for structs that the API server regards as
 * equal: without empty fields and without fields that have the default, with quantities and times
 * in their canonical form and with sorted fields. Unknown fields are kept. Nothing is added, so
 * defaults of later versions of Kubernetes make no difference.
 */
export function normalForm(name: StructName, written: JsonObject): JsonObject {
  const fields = fieldsOf(name);
  const normal: { [field: string]: Json } = {};
  let isReadable = true;
  for (const key of Object.keys(written).sort()) {
    const value = written[key];
    if (value === undefined || value === null) continue;
    const field = fields.get(key);
    const normalized = field ? normalValue(field.type, value) : sortKeys(value);
    isReadable &&= !field || isOfType(field.type, value);
    if (!field || !isOmitted(field, normalized)) normal[key] = normalized;
  }
  // The API server rejects a struct with a field of a wrong type, so it does not have defaults.
  return isReadable
    ? withoutDefaults(name, name === 'PodSpec' ? withoutDeprecatedServiceAccount(normal) : normal)
    : normal;
}

function isOfType(type: Type, value: Json): boolean {
  switch (type.kind) {
    case 'list':
      return Array.isArray(value);
    case 'struct':
    case 'map':
      return isJsonObject(value);
    case 'scalar':
      return (
        typeof value === JAVASCRIPT_TYPES[type.name] || JAVASCRIPT_TYPES[type.name] === undefined
      );
  }
}

/** Scalars whose JSON values have one type. */
const JAVASCRIPT_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  Time: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
};

/**
 * Renames the deprecated field `serviceAccount`, which applies if `serviceAccountName` is not set.
 */
function withoutDeprecatedServiceAccount({ serviceAccount, ...pod }: JsonObject): JsonObject {
  return serviceAccount === undefined ? pod : { serviceAccountName: serviceAccount, ...pod };
}

/** Removes each field that would get the same value by default if only it was omitted. */
function withoutDefaults(name: StructName, normal: JsonObject): JsonObject {
  let left: { [field: string]: Json | undefined } | undefined;
  for (const key of defaultedFields(name)) {
    if (normal[key] === undefined) continue;
    const others = { ...normal, [key]: undefined };
    if (!isDeepEqual(normal[key], defaultsIn(name, others)[key])) continue;
    left ??= { ...normal };
    delete left[key];
  }
  return left ?? normal;
}

function defaultsIn(name: StructName, value: JsonObject): JsonObject {
  return (ownDefaults(name, value as Struct<StructName>, NEWEST_MINOR, 'Job') ?? {}) as JsonObject;
}

const defaultedFieldsCache = new Map<StructName, readonly string[]>();

/** Returns the fields that have a default in an empty struct. */
function defaultedFields(name: StructName): readonly string[] {
  let fields = defaultedFieldsCache.get(name);
  if (!fields) defaultedFieldsCache.set(name, (fields = Object.keys(defaultsIn(name, {}))));
  return fields;
}

function normalValue(type: Type, value: Json): Json {
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? normalForm(type.name, value) : value;
    case 'list':
      return Array.isArray(value)
        ? (value as readonly Json[]).map((item) => normalValue(type.of, item ?? zeroValue(type.of)))
        : value;
    case 'map': {
      if (!isJsonObject(value)) return value;
      const normal: { [key: string]: Json } = {};
      for (const key of Object.keys(value).sort()) {
        const entry = value[key];
        if (entry !== undefined) normal[key] = normalValue(type.of, entry ?? zeroValue(type.of));
      }
      return normal;
    }
    case 'scalar':
      return normalScalar(type.name, value);
  }
}

function normalScalar(name: string, value: Json): Json {
  if (name === 'Quantity') {
    const quantity = parseQuantity(value);
    return quantity ? formatQuantity(quantity) : value;
  }
  if (name === 'Time' && typeof value === 'string') {
    const time = parseTime(value);
    return time === undefined ? value : (formatTime(time) ?? '');
  }
  return value;
}

/** Whether the API server regards a value as if the field was omitted. */
function isOmitted({ pointer, type }: Field, value: Json): boolean {
  if (pointer) return false;
  if (type.kind === 'scalar' && type.name === 'Quantity') return value === '0';
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value)
    ? Object.keys(value).length === 0
    : value === '' || value === 0 || value === false;
}
