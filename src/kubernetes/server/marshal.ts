import type { Json, JsonObject } from '../json';
import { formatQuantity, parseQuantity } from '../quantity';
import { fieldsOf, isKnown, Struct, StructName, Type } from '../schema/field';
import { formatTime, parseTime } from '../time';

/** A struct as the server prints it: quantities in their canonical form, and nothing that is empty unless it is told from unset. */
export function marshal<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
): JsonObject {
  const out: { [field: string]: Json } = {};
  for (const [key, field] of fieldsOf(name)) {
    if (!isKnown(field, minor)) continue;
    const held = (value as Record<string, Json | undefined>)[key];
    if (field.pointer) {
      if (held !== undefined) out[key] = print(field.type, held, minor);
      else if (field.printed) out[key] = null;
    } else if (field.type.kind === 'struct' || field.printed || !isEmpty(field.type, held)) {
      out[key] = held === undefined ? empty(field.type, minor) : print(field.type, held, minor);
    }
  }
  return out;
}

function print(type: Type, value: Json, minor: number): Json {
  switch (type.kind) {
    case 'struct':
      return marshal(type.name, value as Struct<StructName>, minor);
    case 'list': {
      const items = value as readonly Json[];
      return items.length === 0 ? null : items.map((item) => print(type.of, item, minor));
    }
    case 'map':
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([key, entry]) => [
          key,
          print(type.of, entry!, minor),
        ]),
      );
    case 'scalar':
      if (type.name === 'Quantity') return formatQuantity(parseQuantity(value)!);
      // Times are kept in seconds, and printed for Greenwich.
      return type.name === 'Time' ? formatTime(parseTime(value as string)!) : value;
  }
}

function isEmpty(type: Type, value: Json | undefined): boolean {
  switch (type.kind) {
    case 'list':
      return value === undefined || (value as readonly Json[]).length === 0;
    case 'map':
      return value === undefined || Object.keys(value as JsonObject).length === 0;
    // A quantity is a struct to Go, so it is printed even if nothing was written.
    case 'scalar':
      return (
        type.name !== 'Quantity' &&
        (value === undefined || value === '' || value === 0 || value === false)
      );
    case 'struct':
      return false;
  }
}

function empty(type: Type, minor: number): Json {
  switch (type.kind) {
    case 'struct':
      return marshal(type.name, {}, minor);
    case 'list':
    case 'map':
      return null;
    case 'scalar':
      return type.name === 'string'
        ? ''
        : type.name === 'bool'
          ? false
          : type.name === 'Quantity'
            ? '0'
            : type.name === 'Time'
              ? null
              : 0;
  }
}
