import {
  App,
  ImplicitTokenResolver,
  IResolver,
  Lazy,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import { EarlyNames } from './early-names';
import type { Json, JsonObject } from '../kubernetes/json';

/** What only cdk8s can resolve. */
const NOT_PLAIN = Symbol('not plain');
/** Those that every app has: they look into Lazy values and into objects of classes. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * What cdk8s makes of a value in a manifest: Lazy values are produced, fields without a value left out, and keys sorted. It does by itself
 * what needs no resolver, many times as fast, and undefined where one might have a say.
 */
export function plainJson(
  app: App,
  value: Readonly<Record<string, unknown>>,
): JsonObject | undefined {
  const others = app.resolvers.filter(
    (resolver) => !BUILT_IN.some((builtIn) => resolver instanceof builtIn),
  );
  if (
    !others.every((resolver): resolver is EarlyNames & IResolver => resolver instanceof EarlyNames)
  ) {
    return undefined;
  }
  const plain = plainObject(value, others);
  return plain === NOT_PLAIN ? undefined : plain;
}

function plainValue(
  value: unknown,
  names: readonly EarlyNames[],
): Json | undefined | typeof NOT_PLAIN {
  switch (typeof value) {
    case 'string':
      return names.reduce((text, name) => name.current(text), value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      break;
    default:
      return NOT_PLAIN;
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) return plainList(value, names);
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return plainObject(value as Readonly<Record<string, unknown>>, names);
  }
  return value instanceof Lazy ? plainValue(value.produce(), names) : NOT_PLAIN;
}

function plainList(
  list: readonly unknown[],
  names: readonly EarlyNames[],
): Json | typeof NOT_PLAIN {
  const plain: Json[] = [];
  for (const item of list) {
    const value = plainValue(item, names);
    if (value === NOT_PLAIN || value === undefined) return NOT_PLAIN;
    plain.push(value);
  }
  return plain;
}

function plainObject(
  object: Readonly<Record<string, unknown>>,
  names: readonly EarlyNames[],
): JsonObject | typeof NOT_PLAIN {
  const plain: { [field: string]: Json } = {};
  for (const key of Object.keys(object).sort()) {
    const value = plainValue(object[key], names);
    if (value === NOT_PLAIN) return NOT_PLAIN;
    if (value !== undefined) plain[key] = value;
  }
  return plain;
}
