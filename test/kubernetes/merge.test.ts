import * as fc from 'fast-check';
import type { JsonObject } from '../../src/kubernetes/json';
import { mergePatch, withDefaults } from '../../src/kubernetes/merge';

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['what is written wins', { a: 1 }, { a: 2 }, { a: 1 }],
  ['what is not written is filled in', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ['an explicit undefined is not written', { a: undefined }, { a: 2 }, { a: 2 }],
  [
    'false, zero, an empty text and null are written',
    { a: false, b: 0, c: '', d: null },
    { a: true, b: 1, c: 'x', d: 1 },
    { a: false, b: 0, c: '', d: null },
  ],
  ['objects merge field by field', { a: { x: 1 } }, { a: { x: 2, y: 3 } }, { a: { x: 1, y: 3 } }],
  ['a list replaces a list', { command: ['a'] }, { command: ['b', 'c'] }, { command: ['a'] }],
  ['an empty list is written', { command: [] }, { command: ['b'] }, { command: [] }],
  ['something else than an object replaces an object', { a: 1 }, { a: { x: 1 } }, { a: 1 }],
  [
    'containers merge by name',
    { containers: [{ name: 'a', image: 'x' }] },
    { containers: [{ name: 'a', image: 'y', tty: true }] },
    { containers: [{ name: 'a', image: 'x', tty: true }] },
  ],
  [
    'others stay beside them',
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
    'a variable has one origin',
    { env: [{ name: 'A', value: '1' }] },
    { env: [{ name: 'A', valueFrom: {} }] },
    { env: [{ name: 'A', value: '1' }] },
  ],
  [
    'a volume has one source',
    { volumes: [{ name: 'v', configMap: {} }] },
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { volumes: [{ name: 'v', configMap: {} }] },
  ],
  [
    'mounts are distinguished by their path',
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
])('%s', (_, written, defaults, expected) => {
  expect(withDefaults(written, defaults)).toEqual(expected);
});

test('a token that is resolved later is a value, not a set of fields', () => {
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

test('neither side is changed', () => {
  fc.assert(
    fc.property(json, json, (written, defaults) => {
      const before = JSON.stringify([written, defaults]);
      withDefaults(written, defaults);
      mergePatch(written, defaults);
      expect(JSON.stringify([written, defaults])).toBe(before);
    }),
  );
});

test('filling in nothing, or filling in the same twice, changes nothing', () => {
  fc.assert(
    fc.property(json, json, (written, defaults) => {
      expect(withDefaults(written, {})).toEqual(written);
      const once = withDefaults(written, defaults);
      expect(Object.keys(withDefaults(once, defaults)).sort()).toEqual(Object.keys(once).sort());
    }),
  );
});

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['null takes a field away', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['deep down too', { a: { x: 1, y: 2 } }, { a: { x: null } }, { a: { y: 2 } }],
  ['objects are patched field by field', { a: { x: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
  [
    'a list replaces a list',
    { env: [{ name: 'A' }] },
    { env: [{ name: 'B' }] },
    { env: [{ name: 'B' }] },
  ],
  ['an explicit undefined patches nothing', { a: 1 }, { a: undefined }, { a: 1 }],
  ['null in a new object leaves nothing', {}, { a: { x: null } }, { a: {} }],
])('in a patch, %s', (_, target, patch, expected) => {
  expect(mergePatch(target, patch)).toEqual(expected);
});
