import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputFolder, runSynth } from '../../src/cli/cdk8s-project';
import { InputError } from '../../src/manifests/problem';
import { temporaryFolder } from '../temporary-folder';

let project: string;
beforeEach(() => {
  project = temporaryFolder('cdk8s-project-');
});

function write(file: string, content: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}

/** Installs a cdk8s-cli that runs a script. */
function installCli(script: string): void {
  write('node_modules/cdk8s-cli/package.json', '{"bin":{"cdk8s":"bin/cdk8s"}}');
  write('node_modules/cdk8s-cli/bin/cdk8s', script);
}

describe('outputFolder', () => {
  test.each([
    ['names', 'output: manifests\n', 'manifests'],
    ['does not name', 'language: typescript\n', 'dist'],
  ])('is the folder that cdk8s-cli writes to when cdk8s.yaml %s one', (_, config, folder) => {
    write('cdk8s.yaml', config);
    mkdirSync(join(project, folder));
    expect(outputFolder(project)).toBe(folder);
  });

  test('rejects a folder without cdk8s.yaml', () => {
    expect(() => outputFolder(project)).toThrow(InputError);
    expect(() => outputFolder(project)).toThrow(/cdk8s\.yaml/);
  });

  test('rejects a project that has not been synthesized', () => {
    write('cdk8s.yaml', 'output: manifests\n');
    expect(() => outputFolder(project)).toThrow(/^manifests.*--synth/);
  });

  test.each(['a: [\n', '- a\n', ''])('rejects the cdk8s.yaml %j in one line', (config) => {
    write('cdk8s.yaml', config);
    expect(() => outputFolder(project)).toThrow(/^cdk8s\.yaml.*$/);
  });
});

describe('runSynth', () => {
  test('runs cdk8s synth of the project', async () => {
    write('cdk8s.yaml', 'app: node main.js\n');
    installCli("require('fs').writeFileSync('ran', process.argv[2])");
    await runSynth(project);
    expect(readFileSync(join(project, 'ran'), 'utf8')).toBe('synth');
  });

  test('rejects when the synthesis fails', async () => {
    write('cdk8s.yaml', 'app: node main.js\n');
    installCli('process.exit(7)');
    await expect(runSynth(project)).rejects.toThrow(/exit code 7/);
    await expect(runSynth(project)).rejects.toBeInstanceOf(InputError);
  });

  test.each([
    ['cdk8s-cli', 'app: node main.js\n', /npm install/],
    ['cdk8s.yaml', undefined, /cdk8s\.yaml/],
  ])('rejects a project without %s', async (_, config, message) => {
    if (config !== undefined) write('cdk8s.yaml', config);
    await expect(runSynth(project)).rejects.toThrow(message);
  });
});
