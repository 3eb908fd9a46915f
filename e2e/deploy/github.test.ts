import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, jobOf, parseDocument } from './cli';
import { runnerCommands } from '../../test/output/runner-commands';
import { temporaryFolder } from '../../test/temporary-folder';
import { apply, inNamespace } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

const HOSTILE = [
  '::error::a',
  '  ::stop-commands::b',
  '::endgroup::',
  '::add-mask::migrate',
  'x ##[error]d',
];
const SCRIPT = `${HOSTILE.map((line) => `echo '${line}'`).join('; ')}; printf 'x\\r::error::e\\n'`;

test('deploy -o github prints groups, annotations and a summary, and logs contain no command', () =>
  inNamespace(async (namespace) => {
    const folder = temporaryFolder('github-');
    const file = join(folder, 'summary.md');
    const args = ['-n', namespace, '-o', 'github', '--report', join(folder, 'report.json')];
    const { code, stdout, stderr } = await cli(['deploy', '-', ...args], {
      manifests: [
        jobOf('good', `${SCRIPT}; sleep 3`),
        jobOf('bad', `sleep 1; ${SCRIPT}; exit 3`, { backoffLimit: 0 }),
      ],
      env: { GITHUB_STEP_SUMMARY: file },
    });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const commands = runnerCommands(stdout);
    const groups = commands.filter(({ name }) => name === 'group').map(({ data }) => data);
    for (const job of ['good', 'bad']) expect(groups).toContain(`Log of Job ${namespace}/${job}`);
    const [annotation, ...others] = commands.filter(({ name }) => !/group$/.test(name));
    expect(others).toEqual([]);
    expect(annotation.name).toBe('error');
    expect(annotation.properties.title).toBe(`Job ${namespace}/bad: failed`);
    expect(annotation.data).toMatch(/BackoffLimitExceeded[^]*exit code 3, Pod bad-/);
    expect(stdout.match(/^\S+ \| ::error::[ae]$/gm)).toHaveLength(4);
    expect(stdout.trimEnd()).toMatch(/\n1 of 2 Jobs did not succeed\. Total time: \d+s\.$/);
    const summary = readFileSync(file, 'utf8');
    expect(summary).toMatch(new RegExp(`\\| ${namespace}/bad \\| failed \\| \\d+s \\| Backoff`));
    expect(summary).toMatch(new RegExp(`\\| ${namespace}/good \\| succeeded \\| \\d+s \\|  \\|`));
    const json = readFileSync(join(folder, 'report.json'), 'utf8');
    expect(parseDocument<Report>('report', json).outcome).toBe('failed');
  }));

test('wait and trigger print for GitHub too', () =>
  inNamespace(async (namespace) => {
    const { spec } = jobOf('nightly', 'echo good night');
    await apply(
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly' },
        spec: { schedule: '0 0 1 1 *', jobTemplate: { spec } },
      },
      namespace,
    );
    const file = join(temporaryFolder('github-'), 'summary.md');
    const run = async (...args: string[]) =>
      cli([...args, '-n', namespace, '-o', 'github'], { env: { GITHUB_STEP_SUMMARY: file } });
    const triggered = await run('trigger', 'nightly');
    const name = /^succeeded +Job \S+\/(nightly-\w+) /m.exec(triggered.stdout)![1];
    const log = `::group::Log of Job ${namespace}/${name}\n`;
    expect(triggered.stdout).toContain(log);
    expect((await run('wait', name)).stdout).toContain(log);
    expect(readFileSync(file, 'utf8').match(new RegExp(`${name} \\| succeeded`, 'g'))).toHaveLength(
      2,
    );
  }));

test('deploy -o github annotates the line of a manifest that the API server rejects', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('wrong', 'true');
    const manifests = [{ ...job, spec: { ...(job.spec as object), completions: -1 } }];
    const args = ['deploy', '-', '-n', namespace, '-o', 'github', '--validate', 'ignore'];
    const file = join(temporaryFolder('github-'), 'none', 'summary.md');
    const { code, stdout } = await cli(args, { manifests, env: { GITHUB_STEP_SUMMARY: file } });
    expect(code).toBe(3);
    const [error, warning] = runnerCommands(stdout);
    expect(error.data).toContain('Job wrong');
    expect(error.data).toContain('must be greater than or equal to 0');
    expect(warning.data).toContain('cannot write the step summary');
    expect(existsSync(file)).toBe(false);
  }));
