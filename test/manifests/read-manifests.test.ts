import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read-manifests';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

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

test('files are read in the order given', async () => {
  expect(await names(write('b.yaml'), write('a.yaml'))).toEqual(['b-yaml', 'a-yaml']);
});

test('a folder is read whole, in the order of names, and only what can hold manifests', async () => {
  ['b.yml', 'a.yaml', 'c.json', 'sub/d.yaml'].forEach((file) => write(file));
  ['README.md', 'main.ts'].forEach((file) => write(file, 'no manifest'));
  expect(await names(folder)).toEqual(['a-yaml', 'b-yml', 'c-json', 'sub-d-yaml']);
});

test('what cdk8s writes beside manifests, hidden files and installed packages are passed over', async () => {
  ['construct-metadata.json', '.hidden.yaml', '.git/x.yaml', 'node_modules/p/package.json'].forEach(
    (file) => write(file, '{}'),
  );
  write('a.yaml');
  expect(await names(folder)).toEqual(['a-yaml']);
});

test('a path that is not there is a problem', async () => {
  expect(await messages(join(folder, 'nope.yaml'))).toEqual([
    `${join(folder, 'nope.yaml')}: no such file or folder`,
  ]);
});

test('all problems of all paths are told at once', async () => {
  expect(
    await messages(join(folder, 'nope.yaml'), write('bad.yaml', 'a: [1'), write('odd.yaml', '- 1')),
  ).toHaveLength(3);
});

test('nothing in it is a problem, not a success', async () => {
  expect(await messages(write('empty.yaml', '# nothing\n'))).toEqual([
    expect.stringContaining('nothing to apply'),
  ]);
});

test('an empty folder is a problem, not a success', async () => {
  expect(await messages(folder)).toEqual([expect.stringContaining('nothing to apply')]);
});

test('the message names file, line and column', async () => {
  const file = write('odd.yaml', '# comment\n- 1\n');
  await expect(readManifests([file])).rejects.toThrow(`${file}:2:1: a manifest is a mapping`);
});

test('a folder given by mistake does not fill the screen', async () => {
  for (let i = 0; i < 60; i++) write(`f${i}.json`, '{}');
  const error = (await readManifests([folder]).catch((e: InputError) => e)) as InputError;
  expect(error.problems).toHaveLength(60);
  expect(error.message.split('\n')).toHaveLength(51);
  expect(error.message).toMatch(/and 10 more problems$/);
});
