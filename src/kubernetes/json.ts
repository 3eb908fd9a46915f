/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. A field that is `undefined` is omitted from the output. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** Whether a value is a plain object. A cdk8s token is not, since it has a prototype of its own. */
export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Returns the object in a field, or an empty object. */
export function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const NO_OBJECTS: readonly JsonObject[] = [];

/** Returns the objects in a field that is a list, or an empty list. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return NO_OBJECTS;
  return value.every(isJsonObject) ? value : value.filter(isJsonObject);
}

/**
 * Returns the JobSpec of a Job or CronJob.
 *
 * @returns `before`: the part of the path of a field before its `spec`
 */
export function jobSpecIn({ kind, spec }: JsonObject): {
  readonly spec: JsonObject;
  readonly before: string;
} {
  return kind === 'CronJob'
    ? { spec: objectIn(objectIn(objectIn(spec).jobTemplate).spec), before: 'spec.jobTemplate.' }
    : { spec: objectIn(spec), before: '' };
}

/** Copies a value with the fields of each object sorted by name, and without undefined fields. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortKeys);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, sortKeys(value[key]!)]),
  );
}

/** Returns a copy that is frozen at every depth. */
export function deepFreeze(object: JsonObject): JsonObject {
  const freeze = (value: Json | undefined): Json | undefined => {
    if (Array.isArray(value)) return Object.freeze(value.map(freeze)) as readonly Json[];
    return isJsonObject(value) ? deepFreeze(value) : value;
  };
  return Object.freeze(
    Object.fromEntries(Object.entries(object).map(([field, value]) => [field, freeze(value)])),
  );
}
