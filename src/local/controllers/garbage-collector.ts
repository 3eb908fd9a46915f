import type { LocalMeta, OwnerReference } from '../objects';

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

/** Returns the finalizers that the API server adds to an object that is deleted this way. */
export function deletionFinalizers(propagation: Propagation): readonly string[] {
  if (propagation === 'Foreground') return [FOREGROUND_FINALIZER];
  return propagation === 'Orphan' ? [ORPHAN_FINALIZER] : [];
}

/**
 * The garbage collector: deletes objects whose owners are gone, and completes foreground deletions
 * and deletions that leave dependents as orphans. It has to be called again after each change,
 * until it returns nothing.
 *
 * Source of the rules: the garbage collector of Kubernetes 1.35.
 *
 * @param objects all objects that are owners or may have owners
 */
export function collectGarbage<Item extends OwnedObject>(
  objects: readonly Item[],
): GarbageWrite<Item>[] {
  const dependents = new Map<string, Item[]>();
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  for (const object of objects) {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const others = dependents.get(uid);
      if (others) others.push(object);
      else dependents.set(uid, [object]);
    }
  }
  const dependentsOf = ({ metadata: { uid } }: Item) => dependents.get(uid) ?? [];
  return objects.flatMap((object) =>
    object.metadata.deletionTimestamp === undefined
      ? collect(object, byUid, dependentsOf(object))
      : completeDeletion(object, dependentsOf(object)),
  );
}

function completeDeletion<Item extends OwnedObject>(
  owner: Item,
  dependents: readonly Item[],
): GarbageWrite<Item>[] {
  const { uid } = owner.metadata;
  if (hasFinalizer(owner, ORPHAN_FINALIZER)) {
    return [
      ...dependents.map((object): GarbageWrite<Item> => ({
        type: 'removeOwnerReferences',
        object,
        uids: [uid],
      })),
      { type: 'removeFinalizer', object: owner, finalizer: ORPHAN_FINALIZER },
    ];
  }
  const isBlocked = dependents.some(({ metadata: { ownerReferences = [] } }) =>
    ownerReferences.some((owned) => owned.uid === uid && owned.blockOwnerDeletion === true),
  );
  return isDeletingDependents(owner) && !isBlocked
    ? [{ type: 'removeFinalizer', object: owner, finalizer: FOREGROUND_FINALIZER }]
    : [];
}

/** Returns what to do with an object that is not being deleted. */
function collect<Item extends OwnedObject>(
  object: Item,
  byUid: ReadonlyMap<string, Item>,
  dependents: readonly Item[],
): GarbageWrite<Item>[] {
  const { ownerReferences = [] } = object.metadata;
  if (ownerReferences.length === 0) return [];
  const owners = ownerReferences.map((reference) => ownerOf(object, reference, byUid));
  const isLeaving = (owner: Item | undefined) => owner === undefined || isDeletingDependents(owner);
  const leaving = ownerReferences.filter((_, i) => isLeaving(owners[i]));
  if (leaving.length < ownerReferences.length) {
    const uids = leaving.map(({ uid }) => uid);
    return uids.length === 0 ? [] : [{ type: 'removeOwnerReferences', object, uids }];
  }
  const ownersWait = owners.some((owner) => owner !== undefined);
  if (ownersWait && dependents.length > 0) {
    return [
      ...(dependents.some(isDeletingDependents)
        ? [{ type: 'unblockOwners', object } as const]
        : []),
      { type: 'delete', object, propagation: 'Foreground' },
    ];
  }
  return [{ type: 'delete', object, propagation: propagationOf(object) }];
}

/** Returns an owner if it exists. Another object of its name is another owner. */
function ownerOf<Item extends OwnedObject>(
  { metadata: { namespace } }: Item,
  { apiVersion, kind, name, uid }: OwnerReference,
  byUid: ReadonlyMap<string, Item>,
): Item | undefined {
  const owner = byUid.get(uid);
  return owner &&
    owner.kind === kind &&
    groupOf(owner.apiVersion) === groupOf(apiVersion) &&
    owner.metadata.name === name &&
    (owner.metadata.namespace === undefined || owner.metadata.namespace === namespace)
    ? owner
    : undefined;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** A finalizer that was set beforehand decides how an object is deleted with its owner. */
function propagationOf(object: OwnedObject): Propagation {
  if (hasFinalizer(object, ORPHAN_FINALIZER)) return 'Orphan';
  return hasFinalizer(object, FOREGROUND_FINALIZER) ? 'Foreground' : 'Background';
}

function isDeletingDependents(object: OwnedObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND_FINALIZER)
  );
}

function hasFinalizer({ metadata: { finalizers = [] } }: OwnedObject, name: string): boolean {
  return finalizers.includes(name);
}
