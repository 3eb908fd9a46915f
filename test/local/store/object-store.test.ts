import type { Change } from '../../../src/local/store/change-history';
import { CONFIG_MAPS, JOBS, NAMESPACES, PODS } from '../../../src/local/store/known-types';
import { ObjectStore, StoreOptions } from '../../../src/local/store/object-store';
import { StatusError } from '../../../src/local/store/status-error';
import type { NewObject, StoredObject } from '../../../src/local/store/stored-object';

const START = Date.UTC(2030, 0, 1);

function storeAt(options: Partial<StoreOptions> = {}) {
  const clock = { now: START };
  const changes: Change[] = [];
  const store = new ObjectStore({ now: () => clock.now, ...options });
  store.onChange((change) => changes.push(change));
  return { store, clock, changes };
}

const job = (metadata: NewObject['metadata'], spec: object = { parallelism: 1 }): NewObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata,
  spec: spec as NewObject,
});
const pod = (name: string, spec: object, finalizers?: string[]): NewObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, finalizers },
  spec: spec as NewObject,
  status: { phase: 'Running' },
});

function reasonOf(action: () => unknown): string {
  try {
    action();
    return 'no error';
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `${error.code} ${error.reason}`;
  }
}

describe('creating an object', () => {
  test('assigns what a client cannot: uid, version, generation and time', () => {
    const { store } = storeAt();
    const given = { name: 'a', uid: 'mine', resourceVersion: '77', deletionTimestamp: 'never' };
    const { metadata } = store.create(JOBS, 'default', job(given));
    expect(metadata).toEqual({
      name: 'a',
      namespace: 'default',
      uid: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2030-01-01T00:00:00Z',
    });
  });

  test('generates a name with five characters, the same ones for the same seed', () => {
    const names = [1, 1, 2].map((seed) => {
      const { store } = storeAt({ seed });
      const { name } = store.create(JOBS, 'default', job({ generateName: 'a-' })).metadata;
      return [name, store.create(JOBS, 'default', job({ generateName: 'a-' })).metadata.name];
    });
    expect(names[0]).toEqual(names[1]);
    expect(new Set(names.flat()).size).toBe(4);
    for (const name of names.flat()) expect(name).toMatch(/^a-[b-z2-9]{5}$/);
  });

  test('cuts a long generateName so that the name fits into a label', () => {
    const { store } = storeAt();
    const { name } = store.create(JOBS, 'default', job({ generateName: 'a'.repeat(80) })).metadata;
    expect(name).toHaveLength(63);
  });

  test('rejects a name that exists, and an object without a name', () => {
    const { store } = storeAt();
    store.create(JOBS, 'default', job({ name: 'a' }));
    expect(reasonOf(() => store.create(JOBS, 'default', job({ name: 'a' })))).toBe(
      '409 AlreadyExists',
    );
    expect(reasonOf(() => store.create(JOBS, 'default', job({})))).toBe('422 Invalid');
    expect(reasonOf(() => store.create(JOBS, 'other', job({ name: 'a' })))).toBe('no error');
  });

  test('gives a generation only to kinds that have one, and a namespace likewise', () => {
    const { store } = storeAt();
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } };
    const { metadata } = store.create(NAMESPACES, '', namespace);
    expect(metadata.generation).toBeUndefined();
    expect(metadata.namespace).toBeUndefined();
    expect(store.get(NAMESPACES, '', 'a')).toBeDefined();
  });
});

describe('updating an object', () => {
  const created = (spec: object = { parallelism: 1 }) => {
    const at = storeAt();
    const object = at.store.create(JOBS, 'default', job({ name: 'a' }, spec));
    return { ...at, object };
  };

  test('counts a change of the spec as a generation, but not one of labels or of the status', () => {
    const { store, object } = created();
    const labelled = store.update(JOBS, {
      ...object,
      metadata: { ...object.metadata, labels: { a: 'b' } },
    });
    const status = store.update(JOBS, { ...labelled, status: { active: 1 } }, 'status');
    const changed = store.update(JOBS, { ...status, spec: { parallelism: 2 } });
    expect([labelled, status, changed].map(({ metadata }) => metadata.generation)).toEqual([
      1, 1, 2,
    ]);
    expect(changed.status).toEqual({ active: 1 });
  });

  test('changes the status only as a subresource, and nothing else by it', () => {
    const { store, object } = created();
    const main = store.update(JOBS, { ...object, status: { active: 1 } });
    expect(main.status).toBeUndefined();
    const both = { ...main, spec: { parallelism: 5 }, status: { active: 2 } };
    const status = store.update(JOBS, both, 'status');
    expect(status).toMatchObject({ spec: { parallelism: 1 }, status: { active: 2 } });
  });

  test('rejects an outdated version and another uid, and takes an update without a version', () => {
    const { store, object } = created();
    const { metadata } = store.update(JOBS, { ...object, spec: { parallelism: 2 } });
    expect(reasonOf(() => store.update(JOBS, object))).toBe('409 Conflict');
    const other = { ...object, metadata: { ...metadata, uid: 'other' } };
    expect(reasonOf(() => store.update(JOBS, other))).toBe('409 Conflict');
    const free = { ...object, metadata: { name: 'a', namespace: 'default' } };
    expect(store.update(JOBS, free).metadata.uid).toBe(metadata.uid);
    expect(reasonOf(() => store.update(JOBS, { ...free, metadata: { name: 'b' } }))).toBe(
      '404 NotFound',
    );
  });

  test('without a change has no new version and no event', () => {
    const { store, object, changes } = created();
    expect(store.update(JOBS, { ...object })).toBe(object);
    expect(changes).toHaveLength(1);
  });

  test('cannot change or remove what the server assigned', () => {
    const { store, object } = created();
    const metadata = { name: 'a', namespace: 'default', labels: { a: 'b' }, generation: 9 };
    const updated = store.update(JOBS, { ...object, metadata });
    expect(updated.metadata).toEqual({
      ...object.metadata,
      labels: { a: 'b' },
      resourceVersion: '2',
    });
  });
});

describe('deleting an object', () => {
  test('removes it at once if nothing keeps it', () => {
    const { store, changes } = storeAt();
    store.create(JOBS, 'default', job({ name: 'a' }));
    expect(store.delete(JOBS, 'default', 'a').removed).toBe(true);
    expect(store.get(JOBS, 'default', 'a')).toBeUndefined();
    expect(changes.map(({ event, object }) => [event, object.metadata.resourceVersion])).toEqual([
      ['ADDED', '1'],
      ['DELETED', '2'],
    ]);
  });

  test('waits for the last finalizer, and counts as a generation', () => {
    const { store, clock, changes } = storeAt();
    store.create(JOBS, 'default', job({ name: 'a', finalizers: ['x.io/a'] }));
    clock.now += 5000;
    const { object, removed } = store.delete(JOBS, 'default', 'a');
    expect(removed).toBe(false);
    expect(object.metadata).toMatchObject({
      deletionTimestamp: '2030-01-01T00:00:05Z',
      deletionGracePeriodSeconds: 0,
      generation: 2,
    });
    store.delete(JOBS, 'default', 'a');
    store.update(JOBS, { ...object, metadata: { ...object.metadata, finalizers: [] } });
    expect(changes.map(({ event }) => event)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  test('by propagation leaves a finalizer to the garbage collector', () => {
    for (const [propagationPolicy, finalizer] of [
      ['Foreground', 'foregroundDeletion'],
      ['Orphan', 'orphan'],
    ] as const) {
      const { store } = storeAt();
      store.create(JOBS, 'default', job({ name: 'a' }));
      const { object } = store.delete(JOBS, 'default', 'a', { propagationPolicy });
      expect(object.metadata.finalizers).toEqual([finalizer]);
      const again = store.delete(JOBS, 'default', 'a', { propagationPolicy: 'Background' });
      expect(again.removed).toBe(true);
    }
  });

  test('rejects another uid or version', () => {
    const { store } = storeAt();
    store.create(JOBS, 'default', job({ name: 'a' }));
    for (const preconditions of [{ uid: 'other' }, { resourceVersion: '9' }]) {
      expect(reasonOf(() => store.delete(JOBS, 'default', 'a', { preconditions }))).toBe(
        '409 Conflict',
      );
    }
    expect(reasonOf(() => store.delete(JOBS, 'default', 'b'))).toBe('404 NotFound');
  });

  test('gives a running Pod its grace period, which a later deletion can only shorten', () => {
    const { store } = storeAt();
    const spec = { nodeName: 'node', terminationGracePeriodSeconds: 60 };
    store.create(PODS, 'default', pod('a', spec));
    const grace = (gracePeriodSeconds?: number) => {
      const { object } = store.delete(PODS, 'default', 'a', { gracePeriodSeconds });
      return [object.metadata.deletionGracePeriodSeconds, object.metadata.deletionTimestamp];
    };
    expect(grace()).toEqual([60, '2030-01-01T00:01:00Z']);
    expect(grace(10)).toEqual([10, '2030-01-01T00:00:10Z']);
    expect(grace(20)).toEqual([10, '2030-01-01T00:00:10Z']);
    expect(store.delete(PODS, 'default', 'a', { gracePeriodSeconds: 0 }).removed).toBe(true);
  });

  test('removes a Pod at once that no kubelet runs or that has ended', () => {
    const { store } = storeAt();
    store.create(PODS, 'default', pod('unscheduled', {}));
    store.create(PODS, 'default', {
      ...pod('ended', { nodeName: 'node' }),
      status: { phase: 'Succeeded' },
    });
    for (const name of ['unscheduled', 'ended']) {
      expect(store.delete(PODS, 'default', name).removed).toBe(true);
    }
  });

  test('keeps a Pod with a finalizer after its kubelet has let it go', () => {
    const { store } = storeAt();
    store.create(
      PODS,
      'default',
      pod('a', { nodeName: 'node' }, ['batch.kubernetes.io/job-tracking']),
    );
    store.delete(PODS, 'default', 'a');
    const { object, removed } = store.delete(PODS, 'default', 'a', { gracePeriodSeconds: 0 });
    expect(removed).toBe(false);
    store.update(PODS, { ...object, metadata: { ...object.metadata, finalizers: undefined } });
    expect(store.get(PODS, 'default', 'a')).toBeUndefined();
  });
});

describe('the store', () => {
  const configMap = (name: string): NewObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
  });
  const names = (objects: readonly StoredObject[]) =>
    objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  test('lists by namespace and name, whatever the order of creation', () => {
    const { store } = storeAt();
    store.create(CONFIG_MAPS, 'b', configMap('a'));
    store.create(CONFIG_MAPS, 'a', configMap('b'));
    store.create(CONFIG_MAPS, 'a', configMap('a'));
    store.create(JOBS, 'a', job({ name: 'a' }));
    expect(names(store.list(CONFIG_MAPS))).toEqual(['a/a', 'a/b', 'b/a']);
    expect(names(store.list(CONFIG_MAPS, 'a'))).toEqual(['a/a', 'a/b']);
  });

  test('keeps a list that was read as it was', () => {
    const { store } = storeAt();
    store.create(CONFIG_MAPS, 'a', configMap('a'));
    const before = store.list(CONFIG_MAPS);
    store.create(CONFIG_MAPS, 'a', configMap('b'));
    store.delete(CONFIG_MAPS, 'a', 'a');
    expect(names(before)).toEqual(['a/a']);
    expect(names(store.list(CONFIG_MAPS))).toEqual(['a/b']);
  });

  test('resumes from a version until its changes are compacted', () => {
    const { store } = storeAt();
    for (const name of ['a', 'b', 'c']) store.create(CONFIG_MAPS, 'a', configMap(name));
    const since = (version: number) =>
      store.changesSince(version)?.map(({ object }) => object.metadata.name);
    expect(since(1)).toEqual(['b', 'c']);
    store.compact();
    expect(since(1)).toBeUndefined();
    expect(since(3)).toEqual([]);
    store.create(CONFIG_MAPS, 'a', configMap('d'));
    expect(since(3)).toEqual(['d']);
  });

  test('keeps a bounded history, but at least as much as was requested', () => {
    const { store } = storeAt({ historySize: 10 });
    for (let i = 0; i < 100; i++) {
      store.create(CONFIG_MAPS, 'a', configMap(`m${i}`));
      const version = store.resourceVersion;
      expect(store.changesSince(Math.max(0, version - 10))).toHaveLength(Math.min(version, 10));
    }
    expect(store.changesSince(80)).toBeUndefined();
  });

  test('reports writes of a listener to all listeners after the change before them', () => {
    const store = new ObjectStore({ now: () => START });
    const seen: string[] = [];
    store.onChange(({ object }) => {
      if (object.metadata.name === 'a') store.create(CONFIG_MAPS, 'a', configMap('b'));
    });
    const stop = store.onChange(({ object }) => seen.push(object.metadata.name));
    store.create(CONFIG_MAPS, 'a', configMap('a'));
    stop();
    store.create(CONFIG_MAPS, 'a', configMap('c'));
    expect(seen).toEqual(['a', 'b']);
  });
});
