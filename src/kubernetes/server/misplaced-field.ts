import { FieldPath } from '../field-path';
import type { Json, JsonObject } from '../json';
import { fieldsOf, isKnown, StructName, structFieldsOf, Type } from '../schema/field';

/** Fields of a deeper struct are probably others of the same name. */
const MAX_DEPTH = 4;
/** More places of the same name do not help. */
const MAX_PLACES = 3;
/** Fields whose structs are not searched, since authors seldom or never write into them. */
const SKIPPED = ['status', 'managedFields', 'ephemeralContainers', 'initContainers'];

/** A struct at a place in an object. */
interface Place {
  readonly struct: StructName;
  readonly path: FieldPath;
}

/**
 * Returns the paths at which an unknown field was probably meant: as an entry of a map in its
 * struct, or in the nearest struct that has a field with this name and accepts the value.
 *
 * @param root the struct at the root of the object
 * @param place the struct that contains the unknown field
 * @param json the value of that struct
 */
export function placesOfField(
  key: string,
  root: StructName,
  place: Place,
  json: JsonObject,
  minor: number,
): string[] {
  const value = json[key]!;
  const maps = [...fieldsOf(place.struct).values()].filter(
    ({ type }) => type.kind === 'map' && accepts(type.of, value),
  );
  const entries = (fields: typeof maps) =>
    fields.map(({ name }) => place.path.field(name).key(key).toString());
  // Without indentation, an entry is outside of its map, which is empty then.
  const empty = maps.filter(({ name }) => json[name] === null);
  if (empty.length > 0) return entries(empty);
  const nearest = nearestPlaces(key, value, structsAround(root, place.path), minor);
  return nearest.length > 0 ? nearest : entries(maps);
}

/** Returns a struct and those that contain it, from the inside out. */
function structsAround(root: StructName, path: FieldPath): Place[] {
  let type: Type = { kind: 'struct', name: root };
  const places: Place[] = [{ struct: root, path: FieldPath.ROOT }];
  const paths: FieldPath[] = [];
  for (let at = path; at.parent; at = at.parent) paths.unshift(at);
  for (const at of paths) {
    type =
      type.kind === 'struct' ? fieldsOf(type.name).get(String(at.lastStep))!.type : ofType(type);
    if (type.kind === 'struct') places.unshift({ struct: type.name, path: at });
  }
  return places;
}

function ofType(type: Type): Type {
  return type.kind === 'list' || type.kind === 'map' ? type.of : type;
}

/** Going down costs more than going up, since there are more structs below. */
function nearestPlaces(
  key: string,
  value: Json,
  around: readonly Place[],
  minor: number,
): string[] {
  let best: string[] = [];
  let least = Infinity;
  around.forEach((start, up) => {
    let places: readonly Place[] = [start];
    for (let depth = 0; depth <= MAX_DEPTH && up + 2 * depth < least; depth++) {
      const found = places.filter(({ struct }) => {
        const field = fieldsOf(struct).get(key);
        return field && isKnown(field, minor) && accepts(field.type, value);
      });
      if (found.length > 0) {
        least = up + 2 * depth;
        best = found.map(({ path }) => path.field(key).toString());
      }
      places = places.flatMap((place) => structsIn(place, minor));
    }
  });
  return best.length > MAX_PLACES ? [] : best;
}

function structsIn({ struct, path }: Place, minor: number): Place[] {
  return structFieldsOf(struct)
    .filter((field) => isKnown(field, minor) && !SKIPPED.includes(field.name))
    .map(({ name, type }) =>
      type.kind === 'list'
        ? { struct: structOf(type), path: path.field(name, `${name}[*]`) }
        : { struct: structOf(type), path: path.field(name) },
    );
}

function structOf(type: Type): StructName {
  return type.kind === 'struct' ? type.name : structOf(ofType(type));
}

/** Returns whether a field of a type may have a value. Its format is not checked. */
function accepts(type: Type, value: Json): boolean {
  if (value === null) return true;
  switch (type.kind) {
    case 'list':
      return Array.isArray(value);
    case 'map':
    case 'struct':
      return typeof value === 'object' && !Array.isArray(value);
    case 'scalar':
      return acceptsScalar(type.name, value);
  }
}

function acceptsScalar(name: Extract<Type, { kind: 'scalar' }>['name'], value: Json): boolean {
  switch (name) {
    case 'string':
    case 'Time':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int32':
    case 'int64':
      return typeof value === 'number';
    default:
      return typeof value === 'string' || typeof value === 'number';
  }
}
