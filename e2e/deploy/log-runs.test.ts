import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployCli, deployReport, jobOf } from './cli';
import { inNamespace } from '../harness';

const container = (name: string, script: string, more: object = {}) => ({
  name,
  image: 'busybox',
  command: ['sh', '-c', script],
  ...more,
});

/** Lines of logs, with the names of Pods left out. */
function told(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => / \| /.test(line))
    .map((line) => line.replace(/^([a-z]+)-(\d+-)?\w{5}/, '$1'))
    .sort();
}

/** Files below a folder, with the names of Pods left out, and what they hold. */
async function filesIn(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(
      found.map(async (file) => [
        file.slice(dir.length + 1).replace(/-\w{5}\//, '/'),
        await readFile(file, 'latin1'),
      ]),
    ),
  );
}

test('init containers, sidecars and each index are there, every line once', () =>
  inNamespace(async (namespace) => {
    const index = '$JOB_COMPLETION_INDEX';
    const { code, stderr } = await deployCli(namespace, [
      jobOf(
        'all',
        '',
        { completions: 3, parallelism: 3, completionMode: 'Indexed' },
        {
          initContainers: [
            container('setup', `echo setup ${index}`, {
              env: [
                {
                  name: 'JOB_COMPLETION_INDEX',
                  valueFrom: {
                    fieldRef: {
                      fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']",
                    },
                  },
                },
              ],
            }),
            container(
              'side',
              'trap "echo side ends; exit 0" TERM; echo side begins; while true; do sleep 0.1; done',
              { restartPolicy: 'Always' },
            ),
          ],
          containers: [container('main', `echo main ${index}; sleep 1`)],
        },
      ),
    ]);
    expect(code).toBe(0);
    expect(told(stderr)).toEqual(
      [0, 1, 2]
        .flatMap((i) => [
          `all/main | main ${i}`,
          `all/setup | setup ${i}`,
          'all/side | side begins',
          'all/side | side ends',
        ])
        .sort(),
    );
  }));

test('an init container that fails is there with its last lines', () =>
  inNamespace(async (namespace) => {
    const { code, report, stderr } = await deployReport(namespace, [
      jobOf(
        'broken',
        '',
        { backoffLimit: 0 },
        {
          initContainers: [container('setup', 'echo cannot; exit 3')],
          containers: [container('main', 'echo never')],
        },
      ),
    ]);
    expect(code).toBe(1);
    expect(told(stderr)).toEqual(['broken/setup | cannot']);
    expect(report.jobs[0].attempts).toMatchObject([
      { container: 'setup', exitCode: 3, lastLines: ['cannot'] },
    ]);
  }));

test('each restart in place is a run with a file of its own, which holds exactly what was written', () =>
  inNamespace(async (namespace) => {
    const dir = await mkdtemp(join(tmpdir(), 'cdk8s-jobs-e2e-'));
    const script =
      'test -e /data/ran && { printf "second\\n\\351\\r##vso[x]\\033[2J"; exit 0; }; touch /data/ran; echo first; exit 4';
    const { code, stderr } = await deployCli(
      namespace,
      [
        jobOf(
          'again',
          '',
          {},
          {
            restartPolicy: 'OnFailure',
            containers: [
              container('main', script, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
            ],
            volumes: [{ name: 'data', emptyDir: {} }],
          },
        ),
      ],
      ['--logs', 'none', '--logs-dir', dir],
    );
    expect(code).toBe(0);
    expect(told(stderr)).toEqual([]);
    expect(await filesIn(dir)).toEqual({
      [`${namespace}/again/again/main.log`]: 'first\n',
      [`${namespace}/again/again/main.1.log`]: 'second\n\u00e9\r##vso[x]\u001b[2J',
    });
  }));

test('with --logs failed, the last lines are all that is shown, also of a Pod that the failure of its Job deletes', () =>
  inNamespace(async (namespace) => {
    const job = jobOf(
      'deleted',
      'echo why; sleep 1; exit 4',
      { backoffLimit: 0 },
      { restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 0 },
    );
    const { code, stderr, report } = await deployReport(namespace, [job], ['--logs', 'failed']);
    expect(code).toBe(1);
    expect(told(stderr)).toEqual([]);
    expect(report.jobs[0].attempts[0]).toMatchObject({ exitCode: 4, lastLines: ['why'] });
  }));

test('with --logs none, no line is shown, live or in the result', () =>
  inNamespace(async (namespace) => {
    const dir = await mkdtemp(join(tmpdir(), 'cdk8s-jobs-e2e-'));
    for (const args of [[], ['--logs-dir', dir]]) {
      const { stdout, stderr } = await deployCli(
        namespace,
        [jobOf(`quiet${args.length}`, 'echo secret; exit 3', { backoffLimit: 0 })],
        ['-o', 'json', '--logs', 'none', ...args],
      );
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed' });
      expect(stdout + stderr).not.toContain('secret');
    }
    expect(Object.values(await filesIn(dir))).toEqual(['secret\n']);
  }));

test('the last lines of a Job that had failed before are in the result, of each attempt', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('fails', 'for i in $(seq 30); do echo line $i; done; exit 7', {
      backoffLimit: 1,
    });
    await deployCli(namespace, [job]);
    const { report, stderr } = await deployReport(namespace, [job]);
    expect(told(stderr)).toEqual([]);
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 11}`);
    expect(report.jobs[0].attempts.map(({ lastLines }) => lastLines)).toEqual([lines, lines]);
  }));
