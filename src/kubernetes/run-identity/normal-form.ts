import { isDeepEqual } from '../deep-equal';
import { isJsonObject, Json, JsonObject, sorted } from '../json';
import { NEWEST_MINOR } from '../minor';
import { formatQuantity, parseQuantity } from '../quantity';
import { Field, fieldsOf, Struct, StructName, Type } from '../schema/field';
import { fillDefaults } from '../server/apply-defaults';
import { zero } from '../server/decode';
import { formatTime, parseTime } from '../time';

/**
 * A struct of a Job without what makes no difference to the server: fields that are empty, or say what it would fill in anyway;
 * quantities and times are in their canonical form, and fields in one order. What is unknown stays as it is. It takes away and never adds, so that what a later version
 * of Kubernetes fills in changes nothing.
 */
export function normalForm(name: StructName, written: JsonObject): JsonObject {
  const fields = fieldsOf(name);
  const normal: { [field: string]: Json } = {};
  let readable = true;
  for (const key of Object.keys(written).sort()) {
    const value = written[key];
    if (value === undefined || value === null) continue;
    const field = fields.get(key);
    const kept = field ? normalValue(field.type, value) : sorted(value);
    readable &&= !field || isOfType(field.type, value);
    if (!field || !isNothing(field, kept)) normal[key] = kept;
  }
  // No server reads what is of a wrong type, so it fills in nothing there.
  return readable
    ? withoutDefaults(name, name === 'PodSpec' ? withOneAccount(normal) : normal)
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

/** Of the others, there may be several. */
const JAVASCRIPT_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  Time: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
};

/** A Pod may say its account by an old name, too, which counts where the new one says nothing. */
function withOneAccount({ serviceAccount, ...pod }: JsonObject): JsonObject {
  return serviceAccount === undefined ? pod : { serviceAccountName: serviceAccount, ...pod };
}

function withoutDefaults(name: StructName, normal: JsonObject): JsonObject {
  const needless = fillable(name).filter((key) => {
    if (normal[key] === undefined) return false;
    const { [key]: held, ...others } = normal;
    return isDeepEqual(held, filled(name, others)[key]);
  });
  return needless.length === 0
    ? normal
    : Object.fromEntries(Object.entries(normal).filter(([key]) => !needless.includes(key)));
}

function filled(name: StructName, value: JsonObject): JsonObject {
  return (fillDefaults(name, value as Struct<StructName>, NEWEST_MINOR, 'Job') ?? {}) as JsonObject;
}

const fillables = new Map<StructName, readonly string[]>();

/** The fields that the server fills in into a struct that says nothing. */
function fillable(name: StructName): readonly string[] {
  let fields = fillables.get(name);
  if (!fields) fillables.set(name, (fields = Object.keys(filled(name, {}))));
  return fields;
}

function normalValue(type: Type, value: Json): Json {
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? normalForm(type.name, value) : value;
    case 'list':
      return Array.isArray(value)
        ? (value as readonly Json[]).map((item) => normalValue(type.of, item ?? zero(type.of)))
        : value;
    case 'map': {
      if (!isJsonObject(value)) return value;
      const keys = Object.keys(value)
        .filter((key) => value[key] !== undefined)
        .sort();
      return Object.fromEntries(
        keys.map((key) => [key, normalValue(type.of, value[key] ?? zero(type.of))]),
      );
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

/** Whether the server takes a value as if it were not written. */
function isNothing({ pointer, type }: Field, value: Json): boolean {
  if (pointer) return false;
  if (type.kind === 'scalar' && type.name === 'Quantity') return value === '0';
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value)
    ? Object.keys(value).length === 0
    : value === '' || value === 0 || value === false;
}
