import { Order, Scheduler } from './scheduler';
import { TypeRegistry } from '../api/type-registry';
import {
  collectGarbage,
  GarbageWrite,
  isDeletingDependents,
  OwnershipGraph,
} from '../controllers/garbage-collector';
import type { Change } from '../store/change-history';
import { EVENTS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { ResourceType } from '../store/resource-type';
import type { StoredMetadata, StoredObject } from '../store/stored-object';

const NO_UIDS: ReadonlySet<string> = new Set();

/** Runs the garbage collector on the objects of a store. It looks only at what has changed. */
export class GarbageLoop {
  /** By uid. */
  private readonly objects = new Map<string, StoredObject>();
  /** The uids of what an object owns, by its uid. The object may be gone. */
  private readonly dependents = new Map<string, Set<string>>();
  /** The uids of the objects to look at. */
  private readonly changed = new Set<string>();
  private readonly types: TypeRegistry;
  private readonly graph: OwnershipGraph<StoredObject>;
  private isDue = false;

  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
  ) {
    this.types = new TypeRegistry(store);
    this.graph = {
      objectOf: (uid) => this.objects.get(uid),
      dependentsOf: (uid) => this.dependentsOf(uid),
    };
    store.onChange((change) => this.see(change));
  }

  private see({ type, event, object, old }: Change): void {
    if (type === EVENTS) return; // nothing owns them, and there are many
    const { uid } = object.metadata;
    if (event === 'DELETED') this.objects.delete(uid);
    else this.objects.set(uid, object);
    this.seeOwners(event === 'DELETED' ? undefined : object, old);
    this.seeDeletion(event, object, old);
    if (this.changed.size === 0 || this.isDue) return;
    this.isDue = true;
    this.scheduler.at(this.scheduler.now(), Order.CONTROLLER, () => this.collect());
  }

  /** Keeps the dependents. An owner whose dependent has left may be deleted now. */
  private seeOwners(object: StoredObject | undefined, old: StoredObject | undefined): void {
    const owners = object?.metadata.ownerReferences ?? [];
    const before = old?.metadata.ownerReferences ?? [];
    if (owners === before) return;
    const { uid } = (object ?? old!).metadata;
    for (const owner of before) {
      const others = this.dependents.get(owner.uid);
      others?.delete(uid);
      if (others?.size === 0) this.dependents.delete(owner.uid);
      this.changed.add(owner.uid);
    }
    for (const owner of owners) {
      const others = this.dependents.get(owner.uid);
      if (others) others.add(uid);
      else this.dependents.set(owner.uid, new Set([uid]));
    }
    if (owners.length > 0) this.changed.add(uid);
  }

  private seeDeletion(
    event: Change['event'],
    object: StoredObject,
    old: StoredObject | undefined,
  ): void {
    const { uid, deletionTimestamp, finalizers } = object.metadata;
    const isGone = event === 'DELETED';
    if (!isGone && (deletionTimestamp === undefined || isMarked(old?.metadata, finalizers))) return;
    if (!isGone) this.changed.add(uid);
    if (!isGone && !isDeletingDependents(object)) return;
    for (const dependent of this.dependents.get(uid) ?? NO_UIDS) this.changed.add(dependent);
  }

  private *dependentsOf(uid: string): Iterable<StoredObject> {
    for (const dependent of this.dependents.get(uid) ?? NO_UIDS) yield this.objects.get(dependent)!;
  }

  private collect(): void {
    // What a write changes is added while this runs.
    for (const uid of this.changed) {
      this.changed.delete(uid);
      const object = this.objects.get(uid);
      if (!object || !this.knowsOwnersOf(object)) continue;
      for (const write of collectGarbage(object, this.graph)) this.apply(write);
    }
    this.isDue = false;
  }

  /** Whether an owner that cannot be found is gone. One of a kind that is not served may exist. */
  private knowsOwnersOf({ metadata: { ownerReferences = [] } }: StoredObject): boolean {
    return ownerReferences.every(
      ({ uid, apiVersion, kind }) => this.objects.has(uid) || this.typeOf(apiVersion, kind),
    );
  }

  private apply({ object, ...write }: GarbageWrite<StoredObject>): void {
    const type = this.typeOf(object.apiVersion, object.kind);
    const { uid, namespace = '', name, ownerReferences } = object.metadata;
    const current = type && this.store.get(type, namespace, name);
    if (!type || current?.metadata.uid !== uid) return;
    switch (write.type) {
      case 'delete': {
        const { propagation: propagationPolicy } = write;
        this.store.delete(type, namespace, name, { propagationPolicy, preconditions: { uid } });
        return;
      }
      case 'removeFinalizer': {
        const finalizers = current.metadata.finalizers?.filter((one) => one !== write.finalizer);
        return this.update(type, current, { finalizers });
      }
      case 'removeOwnerReferences':
        return this.update(type, current, {
          ownerReferences: ownerReferences?.filter((owner) => !write.uids.includes(owner.uid)),
        });
      case 'unblockOwners':
        return this.update(type, current, {
          ownerReferences: ownerReferences?.map((owner) => ({
            ...owner,
            blockOwnerDeletion: false,
          })),
        });
    }
  }

  private update(type: ResourceType, object: StoredObject, part: Partial<StoredMetadata>): void {
    this.store.update(type, { ...object, metadata: { ...object.metadata, ...part } });
  }

  private typeOf(apiVersion: string, kind: string): ResourceType | undefined {
    return this.types.ofKind(apiVersion, kind);
  }
}

/** Whether an object was being deleted with these finalizers before its change. */
function isMarked(
  before: StoredMetadata | undefined,
  finalizers: StoredMetadata['finalizers'],
): boolean {
  return before?.deletionTimestamp !== undefined && before.finalizers === finalizers;
}
