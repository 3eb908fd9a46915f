import { parseManifests } from '../../src/manifests/parse';
import { sourceOf } from '../../src/manifests/source';

const problems = (text: string) =>
  parseManifests(text, 'f.yaml').problems.map(
    ({ source, message }) => `${source?.line}:${source?.column} ${message}`,
  );
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

test('each document is a manifest', () => {
  const { manifests } = parseManifests(
    `${CONFIG_MAP}---\n${CONFIG_MAP.replace('a}', 'b}')}`,
    'f.yaml',
  );
  expect(manifests.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test('a manifest remembers the file and line it was read at', () => {
  const { manifests } = parseManifests(`# a comment\n${CONFIG_MAP}---\n${CONFIG_MAP}`, 'f.yaml');
  expect(manifests.map(sourceOf)).toEqual([
    { file: 'f.yaml', line: 2, column: 1 },
    { file: 'f.yaml', line: 6, column: 1 },
  ]);
});

test('JSON is YAML', () => {
  expect(
    parseManifests('{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}', 'f.json')
      .manifests,
  ).toHaveLength(1);
});

test.each(['', '\n', '# nothing\n', '---\n---\n'])(
  'a text without a document has no manifests and no problems: %j',
  (text) => {
    expect(parseManifests(text, 'f.yaml')).toEqual({ manifests: [], problems: [] });
  },
);

test('a List counts as its items, each at its own line', () => {
  const { manifests } = parseManifests(
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n',
    'f',
  );
  expect(manifests.map((manifest) => [manifest.metadata.name, sourceOf(manifest)?.line])).toEqual([
    ['a', 4],
    ['b', 5],
  ]);
});

test('values mean what they mean to kubectl: YAML 1.1, but dates and base-60 numbers are strings', () => {
  const { manifests } = parseManifests(
    `${CONFIG_MAP}yes: yes\noff: off\noctal: 0644\ndate: 2001-12-14\ntime: 12:30\nbig: 1_000\n`,
    'f',
  );
  expect(manifests[0]).toMatchObject({
    true: true,
    octal: 420,
    date: '2001-12-14',
    time: '12:30',
    big: 1000,
  });
});

test('anchors and merge keys are resolved', () => {
  const { manifests } = parseManifests(
    `${CONFIG_MAP}data: &d {x: "1"}\nmore: *d\nmerged: {<<: *d, z: "2"}\n`,
    'f',
  );
  expect(manifests[0]).toMatchObject({ more: { x: '1' }, merged: { x: '1', z: '2' } });
});

test('aliases that would grow without bound are refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'
      .split('')
      .map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`),
  ].join('\n');
  expect(problems(`${CONFIG_MAP}${bomb}\n`)).toEqual([expect.stringMatching(/^1:1 .*alias/i)]);
});

test('a syntax error is told with its line and column', () => {
  expect(problems(`${CONFIG_MAP}data: [1, 2\nspec: 3\n`)).toEqual([expect.stringMatching(/^5:1 /)]);
});

test('a key given twice is an error, as one of the two would be lost', () => {
  expect(problems(`${CONFIG_MAP}data: 1\ndata: 2\n`)).toEqual(['5:1 Map keys must be unique']);
});

test('every problem of every document is told, and the good ones are kept', () => {
  const { manifests } = parseManifests(
    `- 1\n---\nkind: Job\n---\n${CONFIG_MAP}---\napiVersion: v1\nkind: Pod\n`,
    'f.yaml',
  );
  expect(manifests).toHaveLength(1);
  expect(
    problems(`- 1\n---\nkind: Job\n---\n${CONFIG_MAP}---\napiVersion: v1\nkind: Pod\n`),
  ).toEqual([
    '1:1 a manifest is a mapping with apiVersion, kind and metadata.name',
    '3:1 no apiVersion: a manifest is a mapping with apiVersion, kind and metadata.name',
    '9:1 Pod without metadata.name: a manifest is a mapping with apiVersion, kind and metadata.name',
  ]);
});

test('generateName is refused, with the reason', () => {
  expect(problems('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n')).toEqual([
    expect.stringContaining('give it metadata.name'),
  ]);
});

test('an apiVersion that is a number is no apiVersion', () => {
  expect(problems('apiVersion: 1\nkind: Job\nmetadata: {name: a}\n')).toEqual([
    expect.stringContaining('no apiVersion'),
  ]);
});
