import { cli, deployReport, logLines } from './cli';
import { fileOf, manifestsOf } from '../examples/manifests';
import { inNamespace, kubectl } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

async function pods(namespace: string, job: string): Promise<string[]> {
  const { stdout } = await kubectl(
    'get',
    'pods',
    '-n',
    namespace,
    '-l',
    `job-name=${job}`,
    '-o',
    'jsonpath={range .items[*]}{.status.phase}{"\\n"}{end}',
  );
  return stdout.trim().split('\n');
}

test('the two seed examples complete: one Pod prints hello, three Pods process a file each', () =>
  inNamespace(async (namespace) => {
    const { code, stdout, stderr } = await cli([
      'deploy',
      fileOf('hello-world', 'hello-world'),
      fileOf('parallel-files', 'parallel-files'),
      '-n',
      namespace,
      '-o',
      'json',
    ]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report.outcome).toBe('succeeded');
    expect(
      report.jobs.map(({ name, outcome, attempts }) => [
        name,
        outcome,
        attempts.map(({ exitCode }) => exitCode),
      ]),
    ).toEqual([
      ['hello-world-job', 'succeeded', [0]],
      ['parallel-file-processing-job', 'succeeded', [0, 0, 0]],
    ]);
    expect(logLines(stderr, 'hello-world-job')).toEqual(['Hello, World!']);
    const files = logLines(stderr, 'parallel-file-processing-job');
    expect(files).toHaveLength(3);
    for (const line of files) expect(line).toMatch(/^Processing file \d{1,3}$/);
    expect(await pods(namespace, 'hello-world-job')).toEqual(['Succeeded']);
    expect(await pods(namespace, 'parallel-file-processing-job')).toEqual([
      'Succeeded',
      'Succeeded',
      'Succeeded',
    ]);
  }));

test('the two seed examples complete with sane defaults under Pod Security restricted', () =>
  inNamespace(
    async (namespace) => {
      const manifests = [
        ...manifestsOf('hello-world', 'sane-hello-world'),
        ...manifestsOf('parallel-files', 'sane-parallel-files'),
      ];
      const { code, report, stderr } = await deployReport(namespace, manifests);
      expect(code).toBe(0);
      expect(report.jobs.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
      expect(logLines(stderr, 'sane-hello-world-job')).toEqual(['Hello, World!']);
      expect(logLines(stderr, 'sane-parallel-file-processing-job')).toHaveLength(3);
    },
    { podSecurity: 'restricted' },
  ));

test('the two seed examples start no Pod without defaults under Pod Security restricted', () =>
  inNamespace(
    async (namespace) => {
      const { code, stderr } = await deployReport(
        namespace,
        manifestsOf('hello-world', 'hello-world'),
        ['--timeout', '5s'],
      );
      expect(code).toBe(124);
      expect(logLines(stderr, 'hello-world-job')).toEqual([]);
    },
    { podSecurity: 'restricted' },
  ));
