import { App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { Json, JsonObject } from '../kubernetes/json';

/** Marks a value that only cdk8s can resolve. */
const NOT_PLAIN = Symbol('not plain');
/** The resolvers that every app has: they resolve `Lazy` values and objects of classes. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * Returns what cdk8s writes into a manifest for a value: `Lazy` values are produced, fields without
 * a value omitted and keys sorted. Returns undefined if a resolver other than the built-in ones may
 * change the value, or a class has to be resolved.
 */
export function plainJson(
  app: App,
  value: Readonly<Record<string, unknown>>,
): JsonObject | undefined {
  const isBuiltIn = (resolver: unknown) => BUILT_IN.some((type) => resolver instanceof type);
  if (!app.resolvers.every(isBuiltIn)) return undefined;
  const plain = plainObject(value);
  return plain === NOT_PLAIN ? undefined : plain;
}

function plainValue(value: unknown): Json | undefined | typeof NOT_PLAIN {
  switch (typeof value) {
    case 'string':
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
  if (Array.isArray(value)) return plainList(value);
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return plainObject(value as Readonly<Record<string, unknown>>);
  }
  return value instanceof Lazy ? plainValue(value.produce()) : NOT_PLAIN;
}

function plainList(list: readonly unknown[]): Json | typeof NOT_PLAIN {
  const plain: Json[] = [];
  for (const item of list) {
    const value = plainValue(item);
    if (value === NOT_PLAIN || value === undefined) return NOT_PLAIN;
    plain.push(value);
  }
  return plain;
}

function plainObject(object: Readonly<Record<string, unknown>>): JsonObject | typeof NOT_PLAIN {
  const plain: { [field: string]: Json } = {};
  for (const key of Object.keys(object).sort()) {
    const value = plainValue(object[key]);
    if (value === NOT_PLAIN) return NOT_PLAIN;
    if (value !== undefined) plain[key] = value;
  }
  return plain;
}
