import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read-manifests';
import { temporaryFolder } from '../temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('read-');
});

function write(
  file: string,
  text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${file.replace(/\W/g, '-')}}\n`,
): string {
  const path = join(folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const names = async (...paths: string[]) =>
  (await readManifests(paths)).map(({ metadata }) => metadata.name);
const messages = async (...paths: string[]) =>
  readManifests(paths).then(
    () => [],
    (error: InputError) => error.problems.map(({ message }) => message),
  );

describe('readManifests', () => {
  test('reads files in the given order', async () => {
    expect(await names(write('b.yaml'), write('a.yaml'))).toEqual(['b-yaml', 'a-yaml']);
  });

  test('reads the YAML and JSON files in and below a folder in the order of their names', async () => {
    ['b.yml', 'a.yaml', 'c.json', 'sub/d.yaml'].forEach((file) => write(file));
    ['README.md', 'main.ts'].forEach((file) => write(file, 'no manifest'));
    expect(await names(folder)).toEqual(['a-yaml', 'b-yml', 'c-json', 'sub-d-yaml']);
  });

  test('skips the metadata of cdk8s, hidden files and installed packages', async () => {
    [
      'construct-metadata.json',
      '.hidden.yaml',
      '.git/x.yaml',
      'node_modules/p/package.json',
    ].forEach((file) => write(file, '{}'));
    write('a.yaml');
    expect(await names(folder)).toEqual(['a-yaml']);
  });

  test('reports a path that does not exist', async () => {
    expect(await messages(join(folder, 'nope.yaml'))).toEqual([
      expect.stringContaining(join(folder, 'nope.yaml')),
    ]);
  });

  test('reports the problems of all paths', async () => {
    expect(
      await messages(
        join(folder, 'nope.yaml'),
        write('bad.yaml', 'a: [1'),
        write('odd.yaml', '- 1'),
      ),
    ).toHaveLength(3);
  });

  test('reports a file or folder without manifests', async () => {
    expect(await messages(folder)).toHaveLength(1);
    expect(await messages(write('empty.yaml', '# nothing\n'))).toHaveLength(1);
  });

  test('formats problems with file, line and column', async () => {
    const file = write('odd.yaml', '# comment\n- 1\n');
    await expect(readManifests([file])).rejects.toThrow(`${file}:2:1: `);
  });

  test('limits the problems in the message of the error', async () => {
    for (let i = 0; i < 60; i++) write(`f${i}.json`, '{}');
    const error = (await readManifests([folder]).catch((e: InputError) => e)) as InputError;
    expect(error.problems).toHaveLength(60);
    expect(error.message.split('\n')).toHaveLength(51);
    expect(error.message).toMatch(/10 more/);
  });

  test('describes each problem', async () => {
    const problems = [
      ...(await messages(folder)),
      ...(await messages(join(folder, 'nope.yaml'), write('odd.yaml', '- 1'))),
    ];
    expect(problems.map((problem) => problem.replace(folder, 'FOLDER'))).toMatchSnapshot();
  });
});
