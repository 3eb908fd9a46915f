import { parseManifests } from '../../src/manifests/parse';
import { sourceOf } from '../../src/manifests/source';

const problems = (text: string) =>
  parseManifests(text, 'f.yaml').problems.map(
    ({ source, message }) => `${source?.line}:${source?.column} ${message}`,
  );
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('parseManifests', () => {
  test('parses each document as a manifest', () => {
    const { manifests } = parseManifests(
      `${CONFIG_MAP}---\n${CONFIG_MAP.replace('a}', 'b}')}`,
      'f.yaml',
    );
    expect(manifests.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  test('remembers the file and line of each manifest', () => {
    const { manifests } = parseManifests(`# a comment\n${CONFIG_MAP}---\n${CONFIG_MAP}`, 'f.yaml');
    expect(manifests.map(sourceOf)).toEqual([
      { file: 'f.yaml', line: 2, column: 1 },
      { file: 'f.yaml', line: 6, column: 1 },
    ]);
  });

  test('parses JSON', () => {
    expect(
      parseManifests(
        '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}',
        'f.json',
      ).manifests,
    ).toHaveLength(1);
  });

  test.each(['', '\n', '# nothing\n', '---\n---\n'])('returns nothing for %j', (text) => {
    expect(parseManifests(text, 'f.yaml')).toEqual({ manifests: [], problems: [] });
  });

  test('parses the items of a List, each with its own line', () => {
    const { manifests } = parseManifests(
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n',
      'f',
    );
    expect(manifests.map((manifest) => [manifest.metadata.name, sourceOf(manifest)?.line])).toEqual(
      [
        ['a', 4],
        ['b', 5],
      ],
    );
  });

  test('parses YAML 1.1 as kubectl does, with dates and base-60 numbers as strings', () => {
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

  test('resolves anchors and merge keys', () => {
    const { manifests } = parseManifests(
      `${CONFIG_MAP}data: &d {x: "1"}\nmore: *d\nmerged: {<<: *d, z: "2"}\n`,
      'f',
    );
    expect(manifests[0]).toMatchObject({ more: { x: '1' }, merged: { x: '1', z: '2' } });
  });

  test('rejects aliases that expand without bounds', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'
        .split('')
        .map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`),
    ].join('\n');
    expect(problems(`${CONFIG_MAP}${bomb}\n`)).toEqual([expect.stringMatching(/^1:1 /)]);
  });

  test('reports a syntax error with its line and column', () => {
    expect(problems(`${CONFIG_MAP}data: [1, 2\nspec: 3\n`)).toEqual([
      expect.stringMatching(/^5:5 /),
    ]);
  });

  test('rejects duplicate keys', () => {
    expect(problems(`${CONFIG_MAP}data: 1\ndata: 2\n`)).toEqual([expect.stringMatching(/^5:1 /)]);
  });

  test('reports the problems of all documents and returns the other manifests', () => {
    const text = `- 1\n---\nkind: Job\n---\n${CONFIG_MAP}---\napiVersion: v1\nkind: Pod\n`;
    expect(parseManifests(text, 'f.yaml').manifests).toHaveLength(1);
    expect(problems(text).map((problem) => problem.split(' ')[0])).toEqual(['1:1', '3:1', '9:1']);
  });

  test('rejects generateName', () => {
    expect(problems('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n')).toEqual([
      expect.stringContaining('generateName'),
    ]);
  });

  test('rejects an apiVersion that is a number', () => {
    expect(problems('apiVersion: 1\nkind: Job\nmetadata: {name: a}\n')).toEqual([
      expect.stringContaining('apiVersion'),
    ]);
  });

  test('describes why an object cannot be applied', () => {
    const objects = [
      '- 1',
      'a: 1',
      'kind: Job',
      'apiVersion: v1',
      'apiVersion: v1\nkind: Pod',
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}',
    ];
    expect(problems(objects.join('\n---\n'))).toMatchSnapshot();
  });
});
