import fc from 'fast-check';
import { parseDocument, stringify, Tags } from 'yaml';
import { compose } from '../../src/manifests/compose-yaml';
import { ValueError, Values } from '../../src/manifests/yaml-values';

function valueOf(text: string): unknown {
  return new Values().of(compose(text)[0].contents);
}

/** The same by the library's own conversion. */
function byLibrary(text: string): unknown {
  return parseDocument(text, {
    version: '1.1',
    merge: true,
    logLevel: 'silent',
    customTags: (tags: Tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')),
      ),
  }).toJS({ maxAliasCount: -1 });
}

test.each([
  'a: 1\nb: [x, true, null, 1.5, 0644]\n',
  'a: &a {x: 1, y: [1, 2]}\nb: *a\nc: {<<: *a, x: 2}\nd: {x: 3, <<: *a}\n',
  'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b], z: 3}\n',
  'a: &a 1\nb: *a\nc: &a 2\nd: *a\n',
  '? a\n? b\n',
  'x: {a, b}\n',
  '1: a\ntrue: b\nnull: c\n',
  '__proto__: {a: 1}\nconstructor: 2\n',
  'k: &k name\n*k : v\n',
  'a: |\n  x\n   y\nb: >-\n  x\n  y\n',
  '- a\n-\n- - b\n',
  "\"a\\u2028b\": 'it''s'\n",
])('a document means what it means to the YAML library: %j', (text) => {
  const value = valueOf(text);
  expect(value).toEqual(byLibrary(text));
  expect(JSON.stringify(value)).toBe(JSON.stringify(byLibrary(text)));
});

test('any JSON that is written as YAML is read again as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      fc.pre(!JSON.stringify(json).includes('"":') && !Object.is(json, -0));
      const text = stringify(json, { version: '1.1' });
      expect(JSON.stringify(valueOf(text))).toBe(JSON.stringify(byLibrary(text)));
    }),
    { numRuns: 300 },
  );
});

/** As kubectl 1.35 reads them. */
test.each<[string, unknown]>([
  ['0o644', 420],
  ['-0o7', -7],
  ['0O7', 7],
  ['0X1f', 31],
  ['0B11', 3],
  ['0o_6_4', 52],
  ['0o8', '0o8'],
  ['0Xg', '0Xg'],
  ['0B2', '0B2'],
  ['0o', '0o'],
  ['1e400', '1e400'],
  ['-1e999', '-1e999'],
])('%s is %j', (text, value) => expect(valueOf(`a: ${text}`)).toEqual({ a: value }));

test('what has no form in JSON is told at its place', () => {
  expect(() => valueOf('a: .nan\n')).toThrow('neither infinity nor');
  expect(() => valueOf('a: -.inf\n')).toThrow(ValueError);
});

test('binary data is its bytes as text, as in kubectl', () => {
  expect(valueOf('a: !!binary aGVsbG8=\n')).toEqual({ a: 'hello' });
});

test('ordered mappings and sets are plain ones', () => {
  expect(valueOf('a: !!omap [b: 1, c: 2]\nd: !!set {e, f}\n')).toEqual({
    a: [{ b: 1 }, { c: 2 }],
    d: { e: null, f: null },
  });
});

test('an alias stands for the anchor before it, not for one behind', () => {
  expect(() => valueOf('a: *x\nb: &x 1\n')).toThrow('no anchor &x before this alias');
});

test('an alias inside what it stands for is refused', () => {
  expect(() => valueOf('a: &a [1, *a]\n')).toThrow('stands in what it stands for');
});

test('an alias may be used often, as long as what comes of it has a limit', () => {
  const text = `a: &a {x: 1}\nb: [${Array(5000).fill('*a').join(',')}]\n`;
  expect((valueOf(text) as { b: unknown[] }).b).toHaveLength(5000);
  expect(() =>
    valueOf(`a: &a ${'x'.repeat(100_000)}\nb: [${Array(200).fill('*a').join(',')}]\n`),
  ).toThrow(/aliases .* 10 MiB/);
});

test('aliases of aliases do not make it deeper than it may be', () => {
  const chain = (length: number) =>
    `a0: &a0 [1]\n${Array.from({ length }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('')}`;
  expect(valueOf(chain(150))).toBeDefined();
  expect(() => valueOf(chain(250))).toThrow('nested more than 200 levels deep');
});

test('keys given twice are found, whatever they are written as', () => {
  const found = new Values();
  found.of(compose('a: 1\n"a": 2\nb: {1: x, "1": y}\n<<: {a: 3}\n')[0].contents);
  expect(found.duplicates.map(({ key }) => key)).toEqual(['a', '1']);
});

test('a mapping cannot be a key, and a Helm template is one', () => {
  expect(() => valueOf('image: {{ .Values.image }}\n')).toThrow('cannot be a key');
});
