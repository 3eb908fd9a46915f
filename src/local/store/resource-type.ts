/** A kind of objects, as discovery describes it. */
export interface ResourceType {
  /** API group; "" for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural name in paths, e.g. `jobs`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether the status is a subresource. @default true */
  readonly hasStatus?: boolean;
  /** Whether `metadata.generation` counts the changes of the spec. @default true */
  readonly hasGeneration?: boolean;
  /** @default none */
  readonly shortNames?: readonly string[];
  /** @default none */
  readonly categories?: readonly string[];
}

/** Returns the `apiVersion` of the objects of a kind. */
export function apiVersionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Returns the resource as errors name it, e.g. `jobs.batch`. */
export function qualifiedResource({ group, resource }: ResourceType): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** Returns the kind as errors name it, e.g. `Job.batch`. */
export function qualifiedKind({ group, kind }: ResourceType): string {
  return group === '' ? kind : `${kind}.${group}`;
}
