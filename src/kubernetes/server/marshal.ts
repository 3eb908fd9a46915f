import type { Json, JsonObject } from '../json';
import { formatQuantity, parseQuantity } from '../quantity';
import { fieldsOf, isKnown, Struct, StructName, Type } from '../schema/field';
import { formatTime, parseTime } from '../time';

/**
 * Converts a struct to JSON as the API server does: quantities are in their canonical form, and
 * empty fields are omitted unless they are pointers or have no `omitempty`.
 */
export function marshal<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
): JsonObject {
  const out: { [field: string]: Json } = {};
  for (const [key, field] of fieldsOf(name)) {
    if (!isKnown(field, minor)) continue;
    const fieldValue = (value as Record<string, Json | undefined>)[key];
    if (field.pointer) {
      if (fieldValue !== undefined) out[key] = marshalValue(field.type, fieldValue, minor);
      else if (field.printed) out[key] = null;
    } else if (field.type.kind === 'struct' || field.printed || !isEmpty(field.type, fieldValue)) {
      out[key] =
        fieldValue === undefined
          ? marshalZeroValue(field.type, minor)
          : marshalValue(field.type, fieldValue, minor);
    }
  }
  return out;
}

function marshalValue(type: Type, value: Json, minor: number): Json {
  switch (type.kind) {
    case 'struct':
      return marshal(type.name, value as Struct<StructName>, minor);
    case 'list': {
      const items = value as readonly Json[];
      return items.length === 0 ? null : items.map((item) => marshalValue(type.of, item, minor));
    }
    case 'map':
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([key, entry]) => [
          key,
          marshalValue(type.of, entry!, minor),
        ]),
      );
    case 'scalar':
      if (type.name === 'Quantity') return formatQuantity(parseQuantity(value)!);
      // Times have a precision of seconds and are in UTC.
      return type.name === 'Time' ? formatTime(parseTime(value as string)!) : value;
  }
}

function isEmpty(type: Type, value: Json | undefined): boolean {
  switch (type.kind) {
    case 'list':
      return value === undefined || (value as readonly Json[]).length === 0;
    case 'map':
      return value === undefined || Object.keys(value as JsonObject).length === 0;
    // A quantity is a struct in Go, so it is never empty.
    case 'scalar':
      return (
        type.name !== 'Quantity' &&
        (value === undefined || value === '' || value === 0 || value === false)
      );
    case 'struct':
      return false;
  }
}

const ZERO_SCALARS: Readonly<Record<string, Json>> = {
  string: '',
  bool: false,
  Quantity: '0',
  Time: null,
};

function marshalZeroValue(type: Type, minor: number): Json {
  switch (type.kind) {
    case 'struct':
      return marshal(type.name, {}, minor);
    case 'list':
    case 'map':
      return null;
    case 'scalar':
      return type.name in ZERO_SCALARS ? ZERO_SCALARS[type.name] : 0;
  }
}
