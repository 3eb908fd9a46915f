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
