import type { Json, JsonObject } from '../../../src/kubernetes/json';
import { jsonPatch } from '../../../src/local/api/json-patch';
import { strategicMergePatch } from '../../../src/local/api/strategic-merge-patch';
import { JOBS } from '../../../src/local/store/known-types';

const OBJECT: JsonObject = { list: [1, 2, 3], inner: { 'a/b': 1, '~': 2 }, name: 'x' };
const patched = (...operations: Json[]) => jsonPatch(JOBS, 'a', OBJECT, operations);

describe('a JSON patch', () => {
  test.each<[string, Json, JsonObject]>([
    ['adds into a list', { op: 'add', path: '/list/1', value: 9 }, { list: [1, 9, 2, 3] }],
    ['appends to a list', { op: 'add', path: '/list/-', value: 9 }, { list: [1, 2, 3, 9] }],
    ['replaces an entry', { op: 'replace', path: '/list/0', value: 9 }, { list: [9, 2, 3] }],
    ['removes an entry', { op: 'remove', path: '/list/1' }, { list: [1, 3] }],
    ['reads escapes', { op: 'remove', path: '/inner/a~1b' }, { inner: { '~': 2 } }],
    ['copies', { op: 'copy', from: '/list/0', path: '/name' }, { name: 1 }],
    ['sets null', { op: 'replace', path: '/name', value: null }, { name: null }],
  ])('%s', (_, operation, expected) => {
    expect(patched(operation)).toEqual({ ...OBJECT, ...expected });
  });

  test('moves a field', () => {
    const { name, ...rest } = OBJECT;
    expect(patched({ op: 'move', from: '/name', path: '/title' })).toEqual({
      ...rest,
      title: name,
    });
  });

  test.each<[string, Json]>([
    ['a test that fails', { op: 'test', path: '/name', value: 'y' }],
    ['a field that does not exist', { op: 'remove', path: '/other' }],
    ['a field of an object that does not exist', { op: 'add', path: '/a/b', value: 1 }],
    ['an entry behind the end', { op: 'add', path: '/list/4', value: 1 }],
    ['an index that is not a number', { op: 'replace', path: '/list/x', value: 1 }],
    ['an unknown operation', { op: 'swap', path: '/name' }],
  ])('is rejected for %s, and changes nothing', (_, operation) => {
    expect(() => patched({ op: 'remove', path: '/name' }, operation)).toThrow();
    expect(OBJECT.name).toBe('x');
  });

  test('goes on after a test that holds', () => {
    expect(patched({ op: 'test', path: '/inner', value: { '~': 2, 'a/b': 1 } })).toEqual(OBJECT);
  });
});

describe('a strategic merge patch', () => {
  const POD: JsonObject = {
    containers: [
      { name: 'a', image: '1', env: [{ name: 'X', value: '1' }], args: ['p', 'q'] },
      { name: 'b', image: '1' },
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
    finalizers: ['one', 'two'],
  };
  const merged = (patch: JsonObject) => strategicMergePatch(POD, patch) as any;

  test('merges entries by their keys, and replaces other lists', () => {
    const { containers } = merged({
      containers: [{ name: 'a', image: '2', env: [{ name: 'Y', value: '2' }], args: ['r'] }],
    });
    expect(containers).toEqual([
      {
        name: 'a',
        image: '2',
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
        args: ['r'],
      },
      { name: 'b', image: '1' },
    ]);
  });

  test('removes an entry with $patch: delete, and a field with null', () => {
    const { containers } = merged({
      containers: [
        { name: 'a', args: null },
        { name: 'b', $patch: 'delete' },
      ],
    });
    expect(containers).toEqual([{ name: 'a', image: '1', env: [{ name: 'X', value: '1' }] }]);
  });

  test('replaces a list or an object with $patch: replace', () => {
    expect(merged({ containers: [{ name: 'c' }, { $patch: 'replace' }] }).containers).toEqual([
      { name: 'c' },
    ]);
    const volumes = [{ name: 'v', $patch: 'replace', hostPath: { path: '/' } }];
    expect(merged({ volumes }).volumes).toEqual([{ name: 'v', hostPath: { path: '/' } }]);
  });

  test('keeps only the retained fields, orders entries, and removes from lists of scalars', () => {
    const source = { name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/' } };
    expect(merged({ volumes: [source] }).volumes).toEqual([{ name: 'v', hostPath: { path: '/' } }]);
    const order = { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] };
    expect(merged(order).containers.map(({ name }: any) => name)).toEqual(['b', 'a']);
    const removal = { '$deleteFromPrimitiveList/finalizers': ['one'] };
    expect(merged(removal).finalizers).toEqual(['two']);
    expect(merged({ finalizers: ['two', 'three'] }).finalizers).toEqual(['one', 'two', 'three']);
  });
});
