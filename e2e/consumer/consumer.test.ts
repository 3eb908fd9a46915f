import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Consumer, run } from './consumer';
import { temporaryFolder } from '../../test/temporary-folder';

const ROOT = join(__dirname, '..', '..');
const PEERS = ['cdk8s', 'cdk8s-plus-27', 'constructs'];
/** Every version that the documentation names, each installed beside the others. */
const TYPESCRIPTS = {
  5.4: 'ts54@npm:typescript@5.4',
  5.9: 'ts59@npm:typescript@5.9',
  latest: 'tsnew@npm:typescript@latest',
};
const RESOLUTIONS = {
  commonjs: {
    node10: ['--module', 'commonjs', '--moduleResolution', 'node10'],
    node16: ['--module', 'node16'],
    bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  },
  module: {
    node16: ['--module', 'node16'],
    bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  },
};

/** Uses something of each entry, in types and at run time. */
const PROGRAM = `
import { App, Chart } from 'cdk8s';
import { JobDefaults, ParallelJob, SimpleJob } from 'cdk8s-jobs';
import { deploy, InputError, readManifests } from 'cdk8s-jobs/deploy';
import type { DeployEvent, JobOutcome, Report } from 'cdk8s-jobs/deploy';
import { synthJobs } from 'cdk8s-jobs/testing';

const chart = new Chart(new App(), 'c');
JobDefaults.none().applyTo(chart);
new SimpleJob(chart, 'a', { image: 'busybox' });
new ParallelJob(chart, 'b', { image: 'busybox', completions: 2 });

const outcome: (report: Report) => JobOutcome[] = (report) => report.jobs.map((job) => job.outcome);
const line = (event: DeployEvent): string => (event.type === 'log' ? event.text : event.type);
// @ts-expect-error: a Job that always restarts never ends
const endless = () => new SimpleJob(chart, 'c', { image: 'busybox', restartPolicy: 'Always' });
// @ts-expect-error: a probe is a value of cdk8s-plus, of whatever version
const noProbe = () => new SimpleJob(chart, 'd', { containers: [{ image: 'busybox', liveness: { path: '/' } }] });

readManifests(['no-such-file']).catch((error: unknown) => {
  console.log(JSON.stringify({ jobs: synthJobs(chart).length, refused: error instanceof InputError, types: [typeof deploy, typeof outcome, typeof line, typeof endless, typeof noProbe] }));
});
`;

let folder: string;
let tarball: string;
const consumers = {} as Record<'commonjs' | 'module', Consumer>;
beforeAll(async () => {
  folder = temporaryFolder('package-');
  const { code, output } = await run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder);
  expect({ code, output }).toMatchObject({ code: 0 });
  tarball = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz'))!,
  );
  for (const type of ['commonjs', 'module'] as const) {
    consumers[type] = new Consumer(join(folder, type), type);
    await consumers[type].install(
      tarball,
      ...PEERS,
      '@types/node@20',
      ...Object.values(TYPESCRIPTS),
    );
    consumers[type].write('main.ts', PROGRAM);
  }
});

test('publint finds nothing in the package', async () => {
  const { code, output } = await run(ROOT, 'npx', 'publint', '--strict', tarball);
  expect(output).toContain('All good!');
  expect(code).toBe(0);
});

test('the types of the package resolve under every module resolution', async () => {
  const { code, output } = await run(ROOT, 'npx', 'attw', tarball, '--format', 'ascii');
  expect(output).toContain('No problems found');
  expect(code).toBe(0);
});

test('installing the package installs only its three peers', async () => {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(consumers.commonjs.folder, 'node_modules/cdk8s-jobs/package.json'), 'utf8'),
  );
  expect(dependencies ?? {}).toEqual({});
  expect(Object.keys(peerDependencies).sort()).toEqual([...PEERS].sort());
  expect(readdirSync(join(consumers.commonjs.folder, 'node_modules/cdk8s-jobs')).sort()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'THIRD-PARTY-LICENSES',
    'bench',
    'docs',
    'examples',
    'lib',
    'package.json',
    'schemas',
  ]);
});

test('links between pages of the package lead to files in the package', () => {
  const root = join(consumers.commonjs.folder, 'node_modules/cdk8s-jobs');
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/deploy.md']));
  const dead = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g)]
      .map(([, target]) => target)
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test('the package has the licences of what is bundled', () => {
  const text = readFileSync(
    join(consumers.commonjs.folder, 'node_modules/cdk8s-jobs/THIRD-PARTY-LICENSES'),
    'utf8',
  );
  for (const name of ['commander', 'picocolors', 'undici', 'yaml']) {
    expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
});

describe.each(['commonjs', 'module'] as const)('a project of type %s', (type) => {
  describe.each(Object.keys(TYPESCRIPTS) as (keyof typeof TYPESCRIPTS)[])(
    'with TypeScript %s',
    (version) => {
      const alias = TYPESCRIPTS[version].split('@')[0];
      // TypeScript 7 no longer has node10.
      const resolutions = Object.entries(RESOLUTIONS[type]).filter(
        ([name]) => !(version === 'latest' && name === 'node10'),
      );

      test.each(resolutions)('compiles under %s', async (_, options) => {
        const { code, output } = await consumers[type].node(
          `node_modules/${alias}/bin/tsc`,
          '--noEmit',
          '--strict',
          '--target',
          'es2022',
          '--types',
          'node',
          ...options,
          'main.ts',
        );
        expect(output).toBe('');
        expect(code).toBe(0);
      });
    },
  );

  test('runs a program that uses every entry', async () => {
    const { node16 } = RESOLUTIONS[type];
    await consumers[type].node(
      'node_modules/ts59/bin/tsc',
      '--target',
      'es2022',
      '--types',
      'node',
      ...node16,
      '--outDir',
      'out',
      'main.ts',
    );
    const { output } = await consumers[type].node('out/main.js');
    expect(JSON.parse(output)).toEqual({
      jobs: 2,
      refused: true,
      types: Array(5).fill('function'),
    });
  });
});

test('installing the package installs the command line', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(await consumers.commonjs.run('npx', 'cdk8s-jobs', '--version')).toEqual({
    code: 0,
    output: `${version}\n`,
  });
  expect((await consumers.commonjs.run('npx', 'cdk8s-jobs', 'deploy', 'no-such-file')).code).toBe(
    2,
  );
});

test('the package synthesizes the same with the oldest peers that it accepts', async () => {
  const oldest = new Consumer(join(folder, 'oldest'), 'commonjs');
  await oldest.install(tarball, 'cdk8s@2.68.12', 'cdk8s-plus-27@2.9.0', 'constructs@10.3.0');
  const script =
    'const { App, Chart } = require("cdk8s"); const { SimpleJob } = require("cdk8s-jobs"); const chart = new Chart(new App(), "c");' +
    'new SimpleJob(chart, "flat_1", { image: "i" }); new SimpleJob(chart, "overlay", { podOverlay: { containers: [{ name: "a", image: "i" }] } });' +
    'console.log(JSON.stringify(chart.toJson()))';
  const { output } = await oldest.node('-e', script);
  expect(JSON.parse(output)).toEqual(
    JSON.parse((await consumers.commonjs.node('-e', script)).output),
  );
});

test('the construct entry is one file without deploy and its dependencies', async () => {
  const { output } = await consumers.commonjs.node(
    '-e',
    "require('cdk8s-jobs'); console.log(JSON.stringify(Object.keys(require.cache)))",
  );
  const loaded: string[] = JSON.parse(output);
  expect(
    loaded
      .filter((file) => file.includes('/cdk8s-jobs/'))
      .map((file) => file.replace(/^.*\/cdk8s-jobs\//, '')),
  ).toEqual(['lib/index.js']);
  // esbuild names each source before what it made of it.
  const sources = [
    ...readFileSync(
      join(consumers.commonjs.folder, 'node_modules/cdk8s-jobs/lib/index.js'),
      'utf8',
    ).matchAll(/^\/\/ (\S+)\/\S+\.[jt]s$/gm),
  ].map(([, source]) => source);
  expect(sources).toContain('src/jobs');
  expect(
    sources.filter((source) => !/^src(\/(kubernetes|jobs|policy|synth)\b.*)?$/.test(source)),
  ).toEqual([]);
});

test.each(['hello-world', 'parallel-files'])(
  'the example %s synthesizes what is checked in when it is copied out',
  async (example) => {
    const app = new Consumer(join(folder, example), 'commonjs');
    cpSync(join(ROOT, 'examples', example), app.folder, { recursive: true });
    const checkedIn = contents(join(app.folder, 'dist'));
    rmSync(join(app.folder, 'dist'), { recursive: true });
    await app.install(tarball, ...PEERS, 'typescript@5.9', 'tsx@4');
    const { code, output } = await app.run(
      join(ROOT, 'node_modules/.bin/cdk8s'),
      'synth',
      '--check-upgrade=false',
    );
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Synthesizing') });
    expect(contents(join(app.folder, 'dist'))).toEqual(checkedIn);
  },
);

function contents(path: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(path)
      .sort()
      .map((file) => [file, readFileSync(join(path, file), 'utf8')]),
  );
}
