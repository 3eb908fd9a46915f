import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { checkCommand } from '../../src/cli/check';

jest.mock('../../src/kubernetes/rules/check', () => ({
  check: ({ kind }: { kind: string }) =>
    kind === 'Job'
      ? [
          {
            rule: 'a/b',
            severity: 'warning',
            field: 'spec',
            path: ['spec'],
            message: 'm',
            fix: 'f',
          },
        ]
      : undefined,
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

function write(file: string, text: string): string {
  const path = join(folder, file);
  writeFileSync(path, text);
  return path;
}

/** The command as it runs in a process, with what it writes and its exit code. */
async function check(
  ...args: string[]
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  const before = process.exitCode;
  try {
    await checkCommand
      .exitOverride()
      .configureOutput({
        writeErr: (text) => {
          written.stderr += text;
        },
      })
      .parseAsync(args, { from: 'user' });
    return { code: process.exitCode, ...written };
  } catch (error) {
    expect(error).toBeInstanceOf(CommanderError);
    return { code: 'usage', ...written };
  } finally {
    process.exitCode = before;
    jest.restoreAllMocks();
  }
}

const OLD = 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: nightly}\n';
const OTHER = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

test('what would be refused is exit 2, and is told as text', async () => {
  const file = write('a.yaml', OLD);
  expect(await check(file)).toEqual({
    code: 2,
    stdout: `CronJob nightly\n\n  ${file}:1:13  rejected  manifest/api-version\n    apiVersion: batch/v1beta1 was removed in Kubernetes 1.25; every CronJob is of batch/v1\n    fix: write apiVersion: batch/v1\n    1 | apiVersion: batch/v1beta1\n      |             ^\n\n1 rejected in 1 of 1 Job or CronJob\n`,
    stderr: '',
  });
});

test('nothing grave is exit 0', async () => {
  expect(await check(write('a.yaml', OTHER))).toEqual({
    code: 0,
    stdout: 'no Job or CronJob found; 1 other object not looked at\n',
    stderr: '',
  });
});

test('input that cannot be read is exit 2, and is told on stderr; the rest is checked', async () => {
  const { code, stdout, stderr } = await check(join(folder, 'nope'), write('a.yaml', OTHER));
  expect([code, stderr]).toEqual([2, `error: ${join(folder, 'nope')}: no such file or folder\n`]);
  expect(stdout).toContain('1 other object');
});

test('standard input is read as one stream of documents', async () => {
  jest
    .spyOn(process, 'stdin', 'get')
    .mockReturnValue(
      Readable.from([
        Buffer.from(OTHER),
        Buffer.from('---\n'),
        Buffer.from(OLD),
      ]) as typeof process.stdin,
    );
  const { stdout } = await check('-');
  expect(stdout).toContain('  (standard input):5:13  rejected');
});

test('--fail-on warning makes warnings exit 2, which they are not else', async () => {
  const file = write('a.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n');
  expect(await check(file)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 warning in 1 of 1 Job or CronJob') as string,
  });
  expect((await check(file, '--fail-on', 'warning')).code).toBe(2);
});

test.each([
  [
    'json',
    (text: string) => (JSON.parse(text) as { findings: { rule: string }[] }).findings[0].rule,
  ],
  [
    'sarif',
    (text: string) =>
      (JSON.parse(text) as { runs: { results: { ruleId: string }[] }[] }).runs[0].results[0].ruleId,
  ],
  [
    'github',
    (text: string) => /^::error file=.*,line=1,col=13,title=rejected \((.*)\)::/.exec(text)?.[1],
  ],
])('-o %s is written for other programs', async (format, ruleIn) => {
  const { code, stdout } = await check(write('a.yaml', OLD), '-o', format);
  expect([code, ruleIn(stdout)]).toEqual([2, 'manifest/api-version']);
});

test.each([
  ['1.31', '1.31'],
  ['v1.33.2', '1.33'],
  [undefined, '1.35'],
])('--kubernetes-version %s means %s', async (asked, expected) => {
  const { stdout } = await check(
    write('a.yaml', OTHER),
    '-o',
    'json',
    ...(asked === undefined ? [] : ['--kubernetes-version', asked]),
  );
  expect(JSON.parse(stdout)).toMatchObject({ kubernetesVersion: expected });
});

test.each([
  [
    'a version that is none',
    ['--kubernetes-version', 'latest'],
    '"latest" is no version of Kubernetes',
  ],
  [
    'a version that is too old',
    ['--kubernetes-version', '1.2'],
    '"1.2" is no version of Kubernetes that is known here; give one from 1.',
  ],
  ['a format that there is not', ['-o', 'xml'], 'Allowed choices are text, json, sarif, github'],
  ['a severity that there is not', ['--fail-on', 'all'], 'Allowed choices are error, warning'],
  ['no path', [], "missing required argument 'path'"],
])('%s is wrong usage', async (_, args, message) => {
  const { code, stdout, stderr } = await check(
    ...args,
    ...(args.length === 0 ? [] : [write('a.yaml', OTHER)]),
  );
  expect([code, stdout]).toEqual(['usage', '']);
  expect(stderr).toContain(message);
});
