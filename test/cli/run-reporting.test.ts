import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCommand } from '../../src/cli/check';
import { deployCommand } from '../../src/cli/deploy';
import { runReporting } from '../../src/cli/run-reporting';
import { triggerCommand } from '../../src/cli/trigger';
import { waitCommand } from '../../src/cli/wait';
import type { Report } from '../../src/deploy';
import { runnerCommands } from '../output/runner-commands';
import { problemsIn } from '../output/schema-validation';
import { temporaryFolder } from '../temporary-folder';

const COMMANDS = {
  check: checkCommand,
  deploy: deployCommand,
  trigger: triggerCommand,
  wait: waitCommand,
};
const before = { exitCode: process.exitCode, env: { ...process.env } };
let stdout: string;
let folder: string;
beforeEach(() => {
  stdout = '';
  folder = temporaryFolder('reporting-');
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  process.env.GITHUB_WORKSPACE = folder;
  process.env.GITHUB_STEP_SUMMARY = join(folder, 'summary.md');
});
afterEach(() => {
  process.exitCode = before.exitCode;
  process.env = { ...before.env };
  jest.restoreAllMocks();
});

const pathOf = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const job = (image: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  completions: -1\n  template:\n` +
  `    spec: {restartPolicy: Never, containers: [{name: main, image: ${image}}]}\n`;

const NO_KUBECONFIG = ['--kubeconfig', '/does/not/exist'];
type Ending = [what: string, name: keyof typeof COMMANDS, args: () => string[], text: RegExp];
const ENDINGS: Ending[] = [
  [
    'deploy has no kubeconfig',
    'deploy',
    () => [
      pathOf('a.json', '{"apiVersion":"v1","kind":"A","metadata":{"name":"a"}}'),
      ...NO_KUBECONFIG,
    ],
    /\/does\/not\/exist/,
  ],
  ['deploy has invalid YAML', 'deploy', () => [pathOf('bad.yaml', 'a: [')], /bad\.yaml/],
  ['deploy has no such file', 'deploy', () => [join(folder, 'missing.yaml')], /missing\.yaml/],
  [
    'trigger has no kubeconfig',
    'trigger',
    () => ['nightly', ...NO_KUBECONFIG],
    /\/does\/not\/exist/,
  ],
  ['wait has no kubeconfig', 'wait', () => ['a', ...NO_KUBECONFIG], /\/does\/not\/exist/],
  ['wait has neither names nor a selector', 'wait', () => [], /either names of Jobs/],
];

describe.each(ENDINGS)('when %s', (_, name, args, text) => {
  const run = (...options: string[]) =>
    COMMANDS[name].parseAsync([...args(), ...options], { from: 'user' });

  test('-o github prints an annotation, and appends it to the summary of the step', async () => {
    await run('-o', 'github');
    const [annotation, ...others] = runnerCommands(stdout);
    expect(others).toEqual([]);
    expect(annotation).toMatchObject({ name: 'error' });
    expect(JSON.stringify(annotation)).toMatch(text);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^### Jobs: \w+\n\n- /);
  });

  test('--report replaces the report of an earlier run by the document of -o json', async () => {
    const file = pathOf('report.json', '{"outcome":"succeeded"}');
    await run('-o', 'json', '--report', file);
    expect(problemsIn('report', stdout)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    const { outcome, errors } = JSON.parse(stdout) as Report;
    expect(outcome).not.toBe('succeeded');
    expect(errors).toHaveLength(1);
  });

  test('--report is written without -o json, too', async () => {
    const file = pathOf('report.json', '{"outcome":"succeeded"}');
    await run('-o', 'text', '--report', file, '-q');
    expect(stdout).toBe('');
    expect(problemsIn('report', readFileSync(file, 'utf8'))).toEqual([]);
  });
});

test('deploy -o github annotates the line of each Job that no Kubernetes version accepts', async () => {
  const path = pathOf('job.yaml', job('busybox'));
  await deployCommand.parseAsync([path, '-o', 'github'], { from: 'user' });
  expect(runnerCommands(stdout)).toMatchObject([
    { name: 'error', properties: { file: 'job.yaml', line: '5' } },
  ]);
  expect(process.exitCode).toBe(2);
});

test('check -o github annotates an error in its configuration', async () => {
  const cwd = jest.spyOn(process, 'cwd').mockReturnValue(folder);
  pathOf('.cdk8s-jobs.yaml', 'rules: 1');
  await checkCommand.parseAsync([pathOf('job.yaml', job('busybox')), '-o', 'github'], {
    from: 'user',
  });
  cwd.mockRestore();
  expect(runnerCommands(stdout)).toMatchObject([
    { name: 'error', properties: { file: '.cdk8s-jobs.yaml', line: '1' } },
  ]);
});

test('a file of --report that cannot be written is one error', async () => {
  const path = join(folder, 'folder');
  mkdirSync(path);
  await runReporting({ output: 'github', report: path }, () => Promise.resolve(0));
  expect(runnerCommands(stdout)).toHaveLength(1);
  expect(process.stderr.write).toHaveBeenCalledTimes(1);
  expect(process.exitCode).toBe(2);
});

test('a defect in a callback is in the file of --report', async () => {
  const report = join(folder, 'report.json');
  const ended = runReporting(
    { output: 'text', report },
    () => new Promise<number>(() => undefined),
  );
  process.emit('uncaughtException', new TypeError('in a callback'));
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
    outcome: 'internal-error',
    errors: [{ message: 'in a callback' }],
  });
});
