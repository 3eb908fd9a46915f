import { isDeepEqual } from '../../kubernetes/deep-equal';
import type { JsonObject } from '../../kubernetes/json';
import { MAX_GENERATE_NAME_LENGTH } from '../../kubernetes/names';
import { formatSeconds } from '../timestamps';
import { Change, ChangeHistory } from './change-history';
import { Deletion, gracePeriodOf, isPod, isReleased, markDeleted } from './deletion';
import { IdentitySource } from './identity-source';
import { checkDeletion, checkPreconditions } from './preconditions';
import { qualifiedResource, ResourceType } from './resource-type';
import { alreadyExists, invalid, notFound } from './status-error';
import { isSameObject, NewObject, StoredMetadata, StoredObject } from './stored-object';

const DEFAULT_HISTORY_SIZE = 10_000;
/** How often another name is generated if one exists already. */
const NAME_ATTEMPTS = 8;

export interface StoreOptions {
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Stores with the same seed generate the same names and uids. @default 1 */
  readonly seed?: number;
  /** How many changes watches can resume from at least. @default 10_000 */
  readonly historySize?: number;
}

export type ChangeListener = (change: Change) => void;

/** The objects of one kind by namespace and name. */
interface Table {
  readonly type: ResourceType;
  readonly objects: Map<string, StoredObject>;
  /** In the order of lists. It is replaced, never changed, so a reader can keep it. */
  sorted?: readonly StoredObject[];
}

/**
 * The objects of a cluster, in memory. It does what every kind has in common (versions, names,
 * finalizers, graceful deletion, history), and neither validates nor defaults.
 */
export class ObjectStore {
  private readonly tables = new Map<string, Table>();
  /** The same tables, without the name of the resource: looking it up takes longer. */
  private readonly tablesByType = new WeakMap<ResourceType, Table>();
  private readonly listeners = new Set<ChangeListener>();
  private readonly unreported: Change[] = [];
  private readonly history: ChangeHistory;
  private readonly identities: IdentitySource;
  private readonly now: () => number;
  private version = 0;

  public constructor({ now, seed = 1, historySize = DEFAULT_HISTORY_SIZE }: StoreOptions) {
    this.now = now;
    this.identities = new IdentitySource(seed);
    this.history = new ChangeHistory(historySize);
  }

  /** The version of the latest change of any object. */
  public get resourceVersion(): number {
    return this.version;
  }

  public get(type: ResourceType, namespace: string, name: string): StoredObject | undefined {
    return this.tableOf(type).objects.get(keyOf(namespace, name));
  }

  /** @throws StatusError NotFound */
  public require(type: ResourceType, namespace: string, name: string): StoredObject {
    const object = this.get(type, namespace, name);
    if (!object) throw notFound(type, name);
    return object;
  }

  /**
   * Returns the objects of a kind, sorted by namespace and name.
   *
   * @param namespace "" for all namespaces
   */
  public list(type: ResourceType, namespace = ''): readonly StoredObject[] {
    const table = this.tableOf(type);
    table.sorted ??= [...table.objects.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    if (namespace === '') return table.sorted;
    return table.sorted.filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** Returns the kinds that have, or had, objects. */
  public types(): readonly ResourceType[] {
    return [...this.tables.values()].map(({ type }) => type);
  }

  /**
   * Returns a new object with what the server assigns: a generated name, uid, creation time, and
   * generation. It is not stored.
   */
  public prepare(type: ResourceType, namespace: string, object: NewObject): StoredObject {
    const { metadata } = object;
    return {
      ...object,
      metadata: {
        ...metadata,
        name: this.nameFor(type, namespace, metadata),
        namespace: type.namespaced ? namespace : undefined,
        uid: this.identities.uid(),
        resourceVersion: '',
        generation: type.hasGeneration === false ? undefined : 1,
        creationTimestamp: formatSeconds(this.now()),
        deletionTimestamp: undefined,
        deletionGracePeriodSeconds: undefined,
      },
    };
  }

  /** Stores a new object. @throws StatusError AlreadyExists, Invalid (without a name) */
  public create(type: ResourceType, namespace: string, object: NewObject): StoredObject {
    return this.insert(type, this.prepare(type, namespace, object));
  }

  /** Stores an object that `prepare` returned. @throws StatusError AlreadyExists */
  public insert(type: ResourceType, prepared: StoredObject): StoredObject {
    const { name, namespace = '' } = prepared.metadata;
    if (this.get(type, namespace, name)) throw alreadyExists(type, name);
    return this.put('ADDED', type, prepared);
  }

  /**
   * Replaces an object. The server's fields of the metadata keep their values. An object whose
   * deletion was requested is removed when its last finalizer is. A version in the metadata is a
   * precondition.
   *
   * @param part what is replaced: everything but the status, or the status and the metadata
   * @throws StatusError NotFound, Conflict
   */
  public update(
    type: ResourceType,
    object: NewObject,
    part: 'main' | 'status' = 'main',
  ): StoredObject {
    const [next, old] = this.nextAndOld(type, object, part);
    if (isReleased(next)) return this.put('DELETED', type, next, old);
    if (isSameObject(next, old)) return old;
    return this.put('MODIFIED', type, next, old);
  }

  /** Returns what `update` would store. @throws StatusError NotFound, Conflict */
  public prepareUpdate(
    type: ResourceType,
    object: NewObject,
    part: 'main' | 'status',
  ): StoredObject {
    return this.nextAndOld(type, object, part)[0];
  }

  private nextAndOld(
    type: ResourceType,
    object: NewObject,
    part: 'main' | 'status',
  ): readonly [next: StoredObject, old: StoredObject] {
    const given = object.metadata as Partial<StoredMetadata>;
    const namespace = type.namespaced ? (given.namespace ?? '') : '';
    const name = given.name ?? '';
    const old = this.require(type, namespace, name);
    checkPreconditions(type, old, given);
    const keepsStatus = part === 'main' && type.hasStatus !== false;
    const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } = old.metadata;
    const { generation } = old.metadata;
    const changed = generation !== undefined && part === 'main' && !isSameDesire(object, old);
    const stored: StoredObject = {
      ...(part === 'status' ? old : object),
      apiVersion: old.apiVersion,
      kind: old.kind,
      status: keepsStatus ? old.status : object.status,
      metadata: {
        ...object.metadata,
        name,
        namespace: old.metadata.namespace,
        uid,
        resourceVersion: old.metadata.resourceVersion,
        generation: changed ? generation + 1 : generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
      },
    };
    return [stored, old];
  }

  /**
   * Deletes an object, or marks it as deleted if a finalizer or a kubelet keeps it.
   *
   * @returns its last state, and whether it has been removed
   * @throws StatusError NotFound, Conflict
   */
  public delete(
    type: ResourceType,
    namespace: string,
    name: string,
    deletion: Deletion = {},
  ): { readonly object: StoredObject; readonly removed: boolean } {
    const { object, removed } = this.prepareDelete(type, namespace, name, deletion);
    const old = this.require(type, namespace, name);
    if (removed) return { object: this.remove(type, object), removed };
    return {
      object: isSameObject(object, old) ? old : this.put('MODIFIED', type, object, old),
      removed,
    };
  }

  /** Returns what `delete` would do. @throws StatusError NotFound, Conflict */
  public prepareDelete(
    type: ResourceType,
    namespace: string,
    name: string,
    deletion: Deletion,
  ): { readonly object: StoredObject; readonly removed: boolean } {
    const old = this.require(type, namespace, name);
    checkDeletion(type, old, deletion.preconditions ?? {});
    const grace = gracePeriodOf(type, old, deletion.gracePeriodSeconds);
    const metadata = markDeleted(old.metadata, deletion, grace, this.now());
    const marked = { ...old, metadata };
    if (!isReleased(marked)) return { object: marked, removed: false };
    // Only Pods are deleted gracefully: their last state shows that they were.
    const isMarked = isPod(type) || old.metadata.deletionTimestamp !== undefined;
    return { object: isMarked ? marked : old, removed: true };
  }

  /**
   * Calls a function for each change, in their order and before the write returns. Of writes by a
   * listener, all listeners are called when they have been called for the change before.
   *
   * @returns a function that removes the listener
   */
  public onChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Returns the changes after a version, or undefined if they are not all kept any more. */
  public changesSince(version: number): readonly Change[] | undefined {
    return this.history.since(version);
  }

  /** Drops the changes up to now, as an API server does from time to time. */
  public compact(): void {
    this.history.compact(this.version);
  }

  /** The oldest version that a watch can resume from. */
  public get oldestVersion(): number {
    return this.history.oldestVersion;
  }

  private remove(type: ResourceType, object: StoredObject): StoredObject {
    const { namespace = '', name } = object.metadata;
    const old = this.require(type, namespace, name);
    return this.put('DELETED', type, object, old);
  }

  private put(
    event: Change['event'],
    type: ResourceType,
    unversioned: StoredObject,
    old?: StoredObject,
  ): StoredObject {
    const version = ++this.version;
    const object: StoredObject = {
      ...unversioned,
      metadata: { ...unversioned.metadata, resourceVersion: String(version) },
    };
    const { namespace = '', name } = object.metadata;
    const table = this.tableOf(type);
    if (event === 'DELETED') table.objects.delete(keyOf(namespace, name));
    else table.objects.set(keyOf(namespace, name), object);
    table.sorted = undefined;
    const change: Change = { event, type, object, old, version };
    this.history.add(change);
    this.notify(change);
    return object;
  }

  private notify(change: Change): void {
    this.unreported.push(change);
    if (this.unreported.length > 1) return; // a listener wrote: the call below reports it
    for (let i = 0; i < this.unreported.length; i++) {
      for (const listener of this.listeners) listener(this.unreported[i]);
    }
    this.unreported.length = 0;
  }

  private nameFor(type: ResourceType, namespace: string, metadata: JsonObject): string {
    const { name, generateName } = metadata;
    if (typeof name === 'string' && name !== '') return name;
    if (typeof generateName !== 'string' || generateName === '') {
      const message = 'Required value: name or generateName is required';
      throw invalid(type, '', [{ reason: 'FieldValueRequired', field: 'metadata.name', message }]);
    }
    const prefix = generateName.slice(0, MAX_GENERATE_NAME_LENGTH);
    let generated = '';
    for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      generated = prefix + this.identities.nameSuffix();
      if (!this.get(type, namespace, generated)) break;
    }
    return generated;
  }

  private tableOf(type: ResourceType): Table {
    let table = this.tablesByType.get(type);
    if (table) return table;
    const key = qualifiedResource(type);
    table = this.tables.get(key);
    if (!table) this.tables.set(key, (table = { type, objects: new Map() }));
    this.tablesByType.set(type, table);
    return table;
  }
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Whether two objects are equal in what a generation counts: all but metadata and status. */
function isSameDesire(one: JsonObject, other: JsonObject): boolean {
  for (const key in one) {
    if (isDesire(key) && !isDeepEqual(one[key], other[key])) return false;
  }
  for (const key in other) {
    if (isDesire(key) && !(key in one) && other[key] !== undefined) return false;
  }
  return true;
}

function isDesire(key: string): boolean {
  return key !== 'apiVersion' && key !== 'kind' && key !== 'metadata' && key !== 'status';
}
