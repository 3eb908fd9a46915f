import { GarbageLoop } from '../../../src/local/cluster/garbage-loop';
import { VirtualScheduler } from '../../../src/local/cluster/scheduler';
import { CONFIG_MAPS, SECRETS } from '../../../src/local/store/known-types';
import { ObjectStore } from '../../../src/local/store/object-store';
import type { StoredObject } from '../../../src/local/store/stored-object';

const START = Date.UTC(2030, 0, 1);

/** Objects that own each other, without a controller but the garbage collector. */
class Garden {
  public readonly store: ObjectStore;
  private readonly scheduler = new VirtualScheduler(START);

  public constructor() {
    this.store = new ObjectStore({ now: () => this.scheduler.now() });
    new GarbageLoop(this.store, this.scheduler);
  }

  public create(name: string, owners: readonly object[] = [], more: object = {}): StoredObject {
    const metadata = { name, ownerReferences: owners, ...more };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
    return this.store.create(CONFIG_MAPS, 'default', object as never);
  }

  public delete(name: string, propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'): void {
    this.store.delete(CONFIG_MAPS, 'default', name, { propagationPolicy });
  }

  public release(name: string): void {
    const object = this.store.require(CONFIG_MAPS, 'default', name);
    const finalizers = object.metadata.finalizers?.filter((one) => one !== KEPT);
    this.store.update(CONFIG_MAPS, { ...object, metadata: { ...object.metadata, finalizers } });
  }

  /** Lets the collector act. @returns the names of what is left */
  public collect(): string[] {
    this.scheduler.advanceTo(START);
    return this.store.list(CONFIG_MAPS).map(({ metadata }) => metadata.name);
  }
}

const KEPT = 'example.com/kept';
const ref = ({ apiVersion, kind, metadata: { name, uid } }: StoredObject, more: object = {}) => {
  return { apiVersion, kind, name, uid, ...more };
};
const blocking = (owner: StoredObject) => ref(owner, { blockOwnerDeletion: true });

let garden: Garden;
beforeEach(() => {
  garden = new Garden();
});

describe('the deletion of an owner in the background', () => {
  test('deletes what it owns, and what that owns', () => {
    const child = garden.create('b', [ref(garden.create('a'))]);
    garden.create('c', [ref(child)]);
    garden.create('other');
    expect(garden.collect()).toEqual(['a', 'b', 'c', 'other']);
    garden.delete('a');
    expect(garden.collect()).toEqual(['other']);
  });

  test('only removes its reference from an object that has another owner', () => {
    const [one, two] = [garden.create('a'), garden.create('b')];
    garden.create('c', [ref(one), ref(two)]);
    garden.delete('a');
    expect(garden.collect()).toEqual(['b', 'c']);
    const { metadata } = garden.store.require(CONFIG_MAPS, 'default', 'c');
    expect(metadata.ownerReferences).toEqual([ref(two)]);
  });
});

describe('the deletion of an owner in the foreground', () => {
  test('waits for what blocks it', () => {
    const owner = garden.create('a');
    garden.create('b', [blocking(owner)], { finalizers: [KEPT] });
    garden.create('c', [blocking(owner)]);
    garden.delete('a', 'Foreground');
    expect(garden.collect()).toEqual(['a', 'b']);
    garden.release('b');
    expect(garden.collect()).toEqual([]);
  });

  test('does not wait for what does not block it', () => {
    garden.create('b', [ref(garden.create('a'))], { finalizers: [KEPT] });
    garden.delete('a', 'Foreground');
    expect(garden.collect()).toEqual(['b']);
  });

  test('waits for what its dependents own', () => {
    const child = garden.create('b', [blocking(garden.create('a'))]);
    garden.create('c', [blocking(child)], { finalizers: [KEPT] });
    garden.delete('a', 'Foreground');
    expect(garden.collect()).toEqual(['a', 'b', 'c']);
    garden.release('c');
    expect(garden.collect()).toEqual([]);
  });

  test('ends when the last blocking dependent loses its owner', () => {
    garden.create('b', [blocking(garden.create('a'))], { finalizers: [KEPT] });
    garden.delete('a', 'Foreground');
    expect(garden.collect()).toEqual(['a', 'b']);
    const object = garden.store.require(CONFIG_MAPS, 'default', 'b');
    const metadata = { ...object.metadata, ownerReferences: [] };
    garden.store.update(CONFIG_MAPS, { ...object, metadata });
    expect(garden.collect()).toEqual(['b']);
  });

  test('ends for two objects that own each other', () => {
    const one = garden.create('a');
    const two = garden.create('b', [blocking(one)]);
    const metadata = { ...one.metadata, ownerReferences: [blocking(two)] };
    garden.store.update(CONFIG_MAPS, { ...one, metadata });
    garden.delete('a', 'Foreground');
    expect(garden.collect()).toEqual([]);
  });
});

describe('the deletion of an owner that leaves orphans', () => {
  test('removes only the references to it', () => {
    garden.create('b', [ref(garden.create('a'))]);
    garden.delete('a', 'Orphan');
    expect(garden.collect()).toEqual(['b']);
    const { metadata } = garden.store.require(CONFIG_MAPS, 'default', 'b');
    expect(metadata.ownerReferences).toEqual([]);
  });
});

describe('an object whose owner cannot be found', () => {
  const absent = { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'gone' };

  test('is deleted', () => {
    garden.create('b', [absent]);
    expect(garden.collect()).toEqual([]);
  });

  test('is deleted if its owner has the uid of an object with another name', () => {
    garden.create('b', [ref(garden.create('a'), { name: 'other' })]);
    expect(garden.collect()).toEqual(['a']);
  });

  test('stays if the kind of the owner is not served', () => {
    garden.create('b', [{ ...absent, apiVersion: 'example.com/v1', kind: 'Queue' }]);
    expect(garden.collect()).toEqual(['b']);
  });
});

test('the collector deletes objects of every kind', () => {
  const owner = ref(garden.create('a'));
  const metadata = { name: 's', ownerReferences: [owner] };
  garden.store.create(SECRETS, 'default', { apiVersion: 'v1', kind: 'Secret', metadata } as never);
  garden.delete('a');
  garden.collect();
  expect(garden.store.list(SECRETS)).toEqual([]);
});
