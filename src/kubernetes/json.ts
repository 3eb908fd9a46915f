/** A JSON value, as in a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. A field that is `undefined` is not written. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** Only plain objects: a cdk8s token has a prototype of its own, and is a value to carry, not one to look into. */
export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** The object in a field, or an empty one. */
export function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects in a field that holds a list of them. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The JobSpec of a Job, or of the Jobs of a CronJob, and what comes before its `spec` in the names of fields. */
export function jobSpecIn({ kind, spec }: JsonObject): {
  readonly spec: JsonObject;
  readonly before: string;
} {
  return kind === 'CronJob'
    ? { spec: objectIn(objectIn(objectIn(spec).jobTemplate).spec), before: 'spec.jobTemplate.' }
    : { spec: objectIn(spec), before: '' };
}

/** A copy with the fields of each object in the order of their names, without those that are not written. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, sorted(value[key]!)]),
  );
}

/** A copy that nobody can change, at any depth. */
export function frozen(object: JsonObject): JsonObject {
  const freeze = (value: Json | undefined): Json | undefined => {
    if (Array.isArray(value)) return Object.freeze(value.map(freeze)) as readonly Json[];
    return isJsonObject(value) ? frozen(value) : value;
  };
  return Object.freeze(
    Object.fromEntries(Object.entries(object).map(([field, value]) => [field, freeze(value)])),
  );
}
