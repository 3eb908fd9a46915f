import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { checkCommand } from '../../src/cli/check';
import { temporaryFolder } from '../temporary-folder';

jest.mock('../../src/kubernetes/rules/check', () => ({
  check: ({ kind }: { kind: string }) =>
    kind === 'Job'
      ? [
          {
            rule: 'job/nothing-to-do',
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
  folder = temporaryFolder('check-cli-');
});
afterEach(() => {
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

describe('check', () => {
  test('exits with 1 and prints the findings when there are errors', async () => {
    const file = write('a.yaml', OLD);
    const { code, stdout, stderr } = await check(file);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain(`  ${file}:1:13  rejected  manifest/api-version\n`);
    expect(stdout).toMatch(/^1 rejected in 1 of 1 /m);
  });

  test('exits with 0 when there are no errors', async () => {
    const { code, stdout, stderr } = await check(write('a.yaml', OTHER));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 other object');
  });

  test('exits with 2 when a path cannot be read, and checks the others', async () => {
    const missing = join(folder, 'nope');
    const { code, stdout, stderr } = await check(missing, write('a.yaml', OLD));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*nope: no such file/);
    expect(stdout).toContain('manifest/api-version');
  });

  test('reads -f as it reads arguments', async () => {
    const paths = [write('a.yaml', OTHER), write('b.yaml', OTHER), write('c.yaml', OTHER)];
    const { stdout } = await check(paths[0], '-f', paths[1], '--filename', paths[2]);
    expect(stdout).toContain('3 other objects');
  });

  test('reads standard input as one stream of documents', async () => {
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

  test('exits with 1 for warnings only with --fail-on warning', async () => {
    const file = write('a.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n');
    expect(await check(file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 warning in 1 of 1 ') as string,
    });
    expect((await check(file, '--fail-on', 'warning')).code).toBe(1);
  });

  test('takes the severity of a rule from --rule, and lists info with --verbose only', async () => {
    const file = write('a.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n');
    const rule = (setting: string) => ['--rule', `job/nothing-to-do=${setting}`];
    expect(await check(file, ...rule('error'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 error in 1 of 1 ') as string,
    });
    expect(await check(file, ...rule('off'), '--fail-on', 'warning')).toMatchObject({
      code: 0,
      stdout: 'no findings in 1 Job or CronJob\n',
    });
    expect(await check(file, ...rule('off'), ...rule('info'), '--fail-on', 'warning')).toEqual({
      code: 0,
      stderr: '',
      stdout: '1 info in 1 of 1 Job or CronJob; --verbose lists info\n',
    });
    expect((await check(file, ...rule('info'), '--verbose')).stdout).toContain(
      `  ${file}:1:1  info  job/nothing-to-do\n`,
    );
  });

  test('reads .cdk8s-jobs.yaml, over which --rule takes precedence', async () => {
    const file = write('a.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n');
    write('.cdk8s-jobs.yaml', 'rules: {job/nothing-to-do: error}\n');
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
    expect((await check(file)).code).toBe(1);
    jest.spyOn(process, 'cwd').mockReturnValue(folder);
    expect((await check(file, '--rule', 'job/nothing-to-do=off')).code).toBe(0);
  });

  test.each([
    [
      'json',
      (text: string) => (JSON.parse(text) as { findings: { rule: string }[] }).findings[0].rule,
    ],
    [
      'sarif',
      (text: string) =>
        (JSON.parse(text) as { runs: { results: { ruleId: string }[] }[] }).runs[0].results[0]
          .ruleId,
    ],
    [
      'github',
      (text: string) => /^::error file=.*,line=1,col=13,title=rejected \((.*)\)::/.exec(text)?.[1],
    ],
  ])('writes -o %s for other programs', async (format, ruleIn) => {
    const { code, stdout } = await check(write('a.yaml', OLD), '-o', format);
    expect([code, ruleIn(stdout)]).toEqual([1, 'manifest/api-version']);
  });

  test.each([
    ['1.31', '1.31'],
    ['v1.33.2', '1.33'],
    [undefined, '1.35'],
  ])('reads --kubernetes-version %s as %s', async (asked, expected) => {
    const { stdout } = await check(
      write('a.yaml', OTHER),
      '-o',
      'json',
      ...(asked === undefined ? [] : ['--kubernetes-version', asked]),
    );
    expect(JSON.parse(stdout)).toMatchObject({ kubernetesVersion: expected });
  });

  test.each([
    ['a version that is not one', ['--kubernetes-version', 'latest'], /"latest"/],
    ['an unknown version', ['--kubernetes-version', '1.2'], /"1\.2".* 1\.\d+ to 1\.\d+/],
    ['an unknown format', ['-o', 'xml'], /choices are text, json, sarif, github/],
    [
      'an unknown rule',
      ['--rule', 'image-latest=off'],
      /unknown rule "image-latest"; did you mean container\/image-latest\?/,
    ],
    ['a rule without a severity', ['--rule', 'cron-job/ttl'], /must be one of off, info, warning/],
    [
      'a rule about reading',
      ['--rule', 'yaml/well-formed=off'],
      /cannot be read cannot be checked/,
    ],
    ['an unknown severity', ['--fail-on', 'all'], /choices are error, warning/],
  ])('rejects %s as wrong usage', async (_, args, message) => {
    const { code, stdout, stderr } = await check(...args, write('a.yaml', OTHER));
    expect([code, stdout]).toEqual(['usage', '']);
    expect(stderr).toMatch(message);
  });
});
