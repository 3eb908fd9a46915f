import { isDeepEqual } from '../../kubernetes/deep-equal';
import type { JsonObject } from '../../kubernetes/json';

/**
 * An object as the store returns it. It is never changed in place: an update stores another object,
 * so a watch can compare both.
 */
export interface StoredObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: StoredMetadata;
}

export interface StoredMetadata extends JsonObject {
  readonly name: string;
  /** Absent for an object of a cluster-scoped kind. */
  readonly namespace?: string;
  readonly uid: string;
  /** "" of an object that is not stored yet. */
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly StoredOwner[];
}

// A type, not an interface: only a type is assignable to JSON.
export type StoredOwner = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
};

/** An object before the store assigns its metadata. */
export interface NewObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
}

/** Returns whether two objects are equal but for the times at which fields were managed. */
export function isSameObject(a: StoredObject, b: StoredObject): boolean {
  return isDeepEqual(withoutTimes(a), withoutTimes(b));
}

function withoutTimes(object: StoredObject): JsonObject {
  const { managedFields } = object.metadata;
  if (!Array.isArray(managedFields)) return object;
  const untimed = (managedFields as readonly JsonObject[]).map(({ time: _, ...entry }) => entry);
  return { ...object, metadata: { ...object.metadata, managedFields: untimed } };
}
