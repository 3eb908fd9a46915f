import fc from 'fast-check';
import { parseDocument, stringify, Tags } from 'yaml';
import { parseYaml } from '../../src/manifests/yaml/parser';
import { YamlValueError, YamlValueReader } from '../../src/manifests/yaml-values';

function valueOf(text: string): unknown {
  return new YamlValueReader().read(parseYaml(text));
}

function errorOf(text: string): YamlValueError {
  try {
    valueOf(text);
  } catch (error) {
    if (error instanceof YamlValueError) return error;
    throw error;
  }
  throw new Error('no error');
}

const ruleOf = (text: string) => errorOf(text).rule;

/** Converts with the YAML library. */
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

describe('YamlValueReader', () => {
  test.each([
    'a: 1\nb: [x, true, null, 1.5, 0644]\n',
    'a: &a {x: 1, y: [1, 2]}\nb: *a\nc: {<<: *a, x: 2}\n',
    'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b], z: 3}\n',
    'a: &a 1\nb: *a\nc: &a 2\nd: *a\n',
    '? a\n? b\n',
    'x: {a, b}\n',
    '1: a\ntrue: b\n',
    '__proto__: {a: 1}\nconstructor: 2\n',
    'k: &k name\n*k : v\n',
    'a: |\n  x\n   y\nb: >-\n  x\n  y\n',
    '- a\n-\n- - b\n',
    "\"a\\u2028b\": 'it''s'\n",
  ])('reads %j like the YAML library', (text) => {
    const value = valueOf(text);
    expect(value).toEqual(byLibrary(text));
    expect(JSON.stringify(value)).toBe(JSON.stringify(byLibrary(text)));
  });

  test('reads any JSON that is written as YAML like the YAML library', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        fc.pre(!JSON.stringify(json).includes('"":') && !Object.is(json, -0));
        const text = stringify(json, { version: '1.1' });
        expect(JSON.stringify(valueOf(text))).toBe(JSON.stringify(byLibrary(text)));
      }),
      { numRuns: 300 },
    );
  });

  /** Values of kubectl 1.35. */
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
  ])('reads %s as %j', (text, value) => {
    expect(valueOf(`a: ${text}`)).toEqual({ a: value });
  });

  test.each<[string, unknown, string[]]>([
    ['{x: 3, <<: *a}', { x: 1, z: 2 }, ['x']],
    ['{<<: *a, x: 3}', { x: 3, z: 2 }, []],
    ['{x: 1, <<: *a}', { x: 1, z: 2 }, []],
    ['{x: 3, <<: [{x: 4}, *a], z: 5}', { x: 4, z: 5 }, ['x', 'x']],
  ])('reads the merge in %s as kubectl does', (text, value, replaced) => {
    const reader = new YamlValueReader();
    expect(reader.read(parseYaml(`a: &a {x: 1, z: 2}\nb: ${text}\n`))).toMatchObject({ b: value });
    expect(reader.replaced.map(({ key }) => key)).toEqual(replaced);
  });

  test('reads binary data as a string of its bytes, as kubectl does', () => {
    expect(valueOf('a: !!binary aGVsbG8=\n')).toEqual({ a: 'hello' });
  });

  test('reads ordered mappings as lists and sets as mappings', () => {
    expect(valueOf('a: !!omap [b: 1, c: 2]\nd: !!set {e, f}\n')).toEqual({
      a: [{ b: 1 }, { c: 2 }],
      d: { e: null, f: null },
    });
  });

  test('accepts many aliases up to a total size', () => {
    const text = `a: &a {x: 1}\nb: [${Array(5000).fill('*a').join(',')}]\n`;
    expect((valueOf(text) as { b: unknown[] }).b).toHaveLength(5000);
    const large = `a: &a ${'x'.repeat(100_000)}\nb: [${Array(200).fill('*a').join(',')}]\n`;
    expect(ruleOf(large)).toBe('yaml/bounded-aliases');
  });

  test('rejects aliases of aliases that are nested too deeply', () => {
    const chain = (length: number) =>
      `a0: &a0 [1]\n${Array.from({ length }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('')}`;
    expect(valueOf(chain(150))).toBeDefined();
    expect(ruleOf(chain(250))).toBe('yaml/bounded-aliases');
  });

  test('finds duplicate keys in any notation', () => {
    const found = new YamlValueReader();
    found.read(parseYaml('<<: {a: 3}\na: 1\n"a": 2\nb: {1: x, "1": y}\n'));
    expect(found.duplicates.map(({ key }) => key)).toEqual(['a', '1']);
  });

  const INVALID = {
    'not a number': 'a: .nan\n',
    infinity: 'a: -.inf\n',
    'alias before its anchor': 'a: *x\nb: &x 1\n',
    'alias inside its anchor': 'a: &a [1, *a]\n',
    'mapping as a key': '? [1]\n: 2\n',
    'Helm template': 'image: {{ .Values.image }}\n',
    'null as a key': '~: 1\n',
    'tag that does not fit': 'a: !!int x\n',
    'binary data that is not base64': 'a: !!binary x\n',
    'merge of a number': 'a:\n  <<: 1\n',
  };

  test.each(Object.entries(INVALID))('rejects: %s', (_, text) => {
    expect(() => valueOf(text)).toThrow(YamlValueError);
  });

  test('describes each error', () => {
    const errors = Object.entries(INVALID).map(([name, text]) => {
      const { rule, message, fix } = errorOf(text);
      return [name, { rule, message, fix }];
    });
    expect(Object.fromEntries(errors)).toMatchSnapshot();
  });
});
