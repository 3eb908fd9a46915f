import * as fc from 'fast-check';
import type { JsonObject } from '../../src/kubernetes/json';
import { mergePatch, withDefaults } from '../../src/kubernetes/merge';

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['keeps a given field', { a: 1 }, { a: 2 }, { a: 1 }],
  ['adds a field that is not given', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ['replaces undefined by the default', { a: undefined }, { a: 2 }, { a: 2 }],
  [
    'keeps false, zero, an empty string and null',
    { a: false, b: 0, c: '', d: null },
    { a: true, b: 1, c: 'x', d: 1 },
    { a: false, b: 0, c: '', d: null },
  ],
  ['merges objects field by field', { a: { x: 1 } }, { a: { x: 2, y: 3 } }, { a: { x: 1, y: 3 } }],
  ['keeps a given list', { command: ['a'] }, { command: ['b', 'c'] }, { command: ['a'] }],
  ['keeps an empty list', { command: [] }, { command: ['b'] }, { command: [] }],
  ['keeps a given scalar where the default is an object', { a: 1 }, { a: { x: 1 } }, { a: 1 }],
  [
    'merges containers by name',
    { containers: [{ name: 'a', image: 'x' }] },
    { containers: [{ name: 'a', image: 'y', tty: true }] },
    { containers: [{ name: 'a', image: 'x', tty: true }] },
  ],
  [
    'keeps default items of other names beside given ones',
    { env: [{ name: 'A', value: '1' }] },
    { env: [{ name: 'B', value: '2' }] },
    {
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    },
  ],
  [
    'keeps the given source of a variable',
    { env: [{ name: 'A', value: '1' }] },
    { env: [{ name: 'A', valueFrom: {} }] },
    { env: [{ name: 'A', value: '1' }] },
  ],
  [
    'keeps the given source of a volume',
    { volumes: [{ name: 'v', configMap: {} }] },
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { volumes: [{ name: 'v', configMap: {} }] },
  ],
  [
    'merges mounts by their path',
    { volumeMounts: [{ name: 'a', mountPath: '/x' }] },
    {
      volumeMounts: [
        { name: 'b', mountPath: '/x' },
        { name: 'b', mountPath: '/y' },
      ],
    },
    {
      volumeMounts: [
        { name: 'a', mountPath: '/x' },
        { name: 'b', mountPath: '/y' },
      ],
    },
  ],
])('withDefaults %s', (_, written, defaults, expected) => {
  expect(withDefaults(written, defaults)).toEqual(expected);
});

test('withDefaults does not merge a token that is resolved later', () => {
  class Token {
    public readonly resolve = 1;
  }
  const token = new Token() as unknown as JsonObject;
  expect(withDefaults({ a: token }, { a: { x: 1 } }).a).toBe(token);
});

const json = fc.dictionary(
  fc.constantFrom('a', 'b', 'env', 'name'),
  fc.jsonValue(),
) as fc.Arbitrary<JsonObject>;

test('withDefaults and mergePatch change neither of their arguments', () => {
  fc.assert(
    fc.property(json, json, (written, defaults) => {
      const before = JSON.stringify([written, defaults]);
      withDefaults(written, defaults);
      mergePatch(written, defaults);
      expect(JSON.stringify([written, defaults])).toBe(before);
    }),
  );
});

test('withDefaults changes nothing without defaults, or when it is applied again', () => {
  fc.assert(
    fc.property(json, json, (written, defaults) => {
      expect(withDefaults(written, {})).toEqual(written);
      const once = withDefaults(written, defaults);
      expect(Object.keys(withDefaults(once, defaults)).sort()).toEqual(Object.keys(once).sort());
    }),
  );
});

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['removes a field that is null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  [
    'removes a nested field that is null',
    { a: { x: 1, y: 2 } },
    { a: { x: null } },
    { a: { y: 2 } },
  ],
  ['merges objects field by field', { a: { x: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
  ['replaces a list', { env: [{ name: 'A' }] }, { env: [{ name: 'B' }] }, { env: [{ name: 'B' }] }],
  ['ignores undefined', { a: 1 }, { a: undefined }, { a: 1 }],
  ['drops null in a new object', {}, { a: { x: null } }, { a: {} }],
])('mergePatch %s', (_, target, patch, expected) => {
  expect(mergePatch(target, patch)).toEqual(expected);
});
