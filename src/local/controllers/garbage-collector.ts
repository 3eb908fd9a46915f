import type { LocalMeta } from '../objects';
import type { StoredOwner } from '../store/stored-object';

/** An object of any kind. An object without a namespace is cluster-scoped. */
export interface OwnedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Pick<
    LocalMeta,
    'name' | 'uid' | 'deletionTimestamp' | 'finalizers' | 'ownerReferences'
  > & { readonly namespace?: string };
}

/** The `propagationPolicy` of a deletion. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** Finalizers of an owner that is being deleted: the garbage collector has to act first. */
export const FOREGROUND_FINALIZER = 'foregroundDeletion';
export const ORPHAN_FINALIZER = 'orphan';

/** One request of the garbage collector. */
export type GarbageWrite<Item> =
  | { readonly type: 'delete'; readonly object: Item; readonly propagation: Propagation }
  | { readonly type: 'removeFinalizer'; readonly object: Item; readonly finalizer: string }
  | {
      readonly type: 'removeOwnerReferences';
      readonly object: Item;
      readonly uids: readonly string[];
    }
  /** Sets `blockOwnerDeletion` to false: owners that wait for each other would wait forever. */
  | { readonly type: 'unblockOwners'; readonly object: Item };

/** Who owns what. */
export interface OwnershipGraph<Item extends OwnedObject> {
  readonly objectOf: (uid: string) => Item | undefined;
  readonly dependentsOf: (uid: string) => Iterable<Item>;
}

/**
 * The garbage collector: deletes an object whose owners are gone, and completes its deletion in the
 * foreground or one that leaves its dependents as orphans. It has to be called again when the
 * object, an owner or a dependent has changed.
 *
 * Source of the rules: the garbage collector of Kubernetes 1.35.
 */
export function collectGarbage<Item extends OwnedObject>(
  object: Item,
  graph: OwnershipGraph<Item>,
): GarbageWrite<Item>[] {
  return object.metadata.deletionTimestamp === undefined
    ? collect(object, graph)
    : completeDeletion(object, graph);
}

/** Whether the deletion of an object waits until its dependents are deleted. */
export function isDeletingDependents(object: OwnedObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND_FINALIZER)
  );
}

function completeDeletion<Item extends OwnedObject>(
  owner: Item,
  { dependentsOf }: OwnershipGraph<Item>,
): GarbageWrite<Item>[] {
  const { uid } = owner.metadata;
  if (hasFinalizer(owner, ORPHAN_FINALIZER)) {
    const uids = [uid];
    return [
      ...[...dependentsOf(uid)].map((object): GarbageWrite<Item> => ({
        type: 'removeOwnerReferences',
        object,
        uids,
      })),
      { type: 'removeFinalizer', object: owner, finalizer: ORPHAN_FINALIZER },
    ];
  }
  return isDeletingDependents(owner) && !isBlocked(uid, dependentsOf(uid))
    ? [{ type: 'removeFinalizer', object: owner, finalizer: FOREGROUND_FINALIZER }]
    : [];
}

function isBlocked(uid: string, dependents: Iterable<OwnedObject>): boolean {
  // Most often the first of many decides.
  for (const { metadata } of dependents) {
    const owned = metadata.ownerReferences?.find((reference) => reference.uid === uid);
    if (owned?.blockOwnerDeletion === true) return true;
  }
  return false;
}

/** Returns what to do with an object that is not being deleted. */
function collect<Item extends OwnedObject>(
  object: Item,
  { objectOf, dependentsOf }: OwnershipGraph<Item>,
): GarbageWrite<Item>[] {
  const { uid, ownerReferences = [] } = object.metadata;
  if (ownerReferences.length === 0) return [];
  const owners = ownerReferences.map((reference) =>
    isNamed(objectOf(reference.uid), reference, object) ? objectOf(reference.uid) : undefined,
  );
  const isLeaving = (owner: Item | undefined) => owner === undefined || isDeletingDependents(owner);
  const leaving = ownerReferences.filter((_, i) => isLeaving(owners[i]));
  if (leaving.length < ownerReferences.length) {
    const uids = leaving.map((reference) => reference.uid);
    return uids.length === 0 ? [] : [{ type: 'removeOwnerReferences', object, uids }];
  }
  const ownersWait = owners.some((owner) => owner !== undefined);
  const dependents = ownersWait ? [...dependentsOf(uid)] : [];
  if (dependents.length > 0) {
    return [
      ...(dependents.some(isDeletingDependents)
        ? [{ type: 'unblockOwners', object } as const]
        : []),
      { type: 'delete', object, propagation: 'Foreground' },
    ];
  }
  return [{ type: 'delete', object, propagation: propagationOf(object) }];
}

/** Whether a reference names an object, by more than its uid. */
function isNamed(
  owner: OwnedObject | undefined,
  { apiVersion, kind, name }: StoredOwner,
  { metadata: { namespace } }: OwnedObject,
): boolean {
  return (
    owner !== undefined &&
    owner.kind === kind &&
    groupOf(owner.apiVersion) === groupOf(apiVersion) &&
    owner.metadata.name === name &&
    (owner.metadata.namespace === undefined || owner.metadata.namespace === namespace)
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** A finalizer that was set beforehand decides how an object is deleted with its owner. */
function propagationOf(object: OwnedObject): Propagation {
  if (hasFinalizer(object, ORPHAN_FINALIZER)) return 'Orphan';
  return hasFinalizer(object, FOREGROUND_FINALIZER) ? 'Foreground' : 'Background';
}

function hasFinalizer({ metadata: { finalizers = [] } }: OwnedObject, name: string): boolean {
  return finalizers.includes(name);
}
