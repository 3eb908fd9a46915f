import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deployCli, deployReport, jobOf } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace } from '../harness';

const container = (name: string, script: string, more: object = {}) => ({
  name,
  image: 'busybox',
  command: ['sh', '-c', script],
  ...more,
});

/** Lines of logs, without the names of Pods. */
function printed(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => / \| /.test(line))
    .map((line) => line.replace(/^([a-z]+)(\[\d+\]|-(\d+-)?\w{5})/, '$1'))
    .sort();
}

/** Content of the files below a folder, by path without the names of Pods. */
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

test('logs of init containers, sidecars and each index are printed, every line once', () =>
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
    expect(printed(stderr)).toEqual(
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

test('a failed init container is reported with its last lines', () =>
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
    expect(printed(stderr)).toEqual(['broken/setup | cannot']);
    expect(report.jobs[0].attempts).toMatchObject([
      { container: 'setup', exitCode: 3, lastLines: ['cannot'] },
    ]);
  }));

test('each restart in place has a log file of its own, with exactly what the run wrote', () =>
  inNamespace(async (namespace) => {
    const dir = temporaryFolder('cdk8s-jobs-e2e-');
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
    expect(printed(stderr)).toEqual([]);
    expect(await filesIn(dir)).toEqual({
      [`${namespace}/again/again/main.log`]: 'first\n',
      [`${namespace}/again/again/main.1.log`]: 'second\n\u00e9\r##vso[x]\u001b[2J',
    });
  }));

test('--logs failed prints only the last lines, also of a Pod that the Job controller deletes', () =>
  inNamespace(async (namespace) => {
    const job = jobOf(
      'deleted',
      'echo why; sleep 1; exit 4',
      { backoffLimit: 0 },
      { restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 0 },
    );
    const { code, stderr, report } = await deployReport(namespace, [job], ['--logs', 'failed']);
    expect(code).toBe(1);
    expect(printed(stderr)).toEqual([]);
    expect(report.jobs[0].attempts[0]).toMatchObject({ exitCode: 4, lastLines: ['why'] });
  }));

test('--logs none prints no line, live or in the result', () =>
  inNamespace(async (namespace) => {
    const dir = temporaryFolder('cdk8s-jobs-e2e-');
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

test('the result has the last lines of each attempt of a Job that had failed before', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('fails', 'for i in $(seq 30); do echo line $i; done; exit 7', {
      backoffLimit: 1,
    });
    await deployCli(namespace, [job]);
    const { report, stderr } = await deployReport(namespace, [job]);
    expect(printed(stderr)).toEqual([]);
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 11}`);
    expect(report.jobs[0].attempts.map(({ lastLines }) => lastLines)).toEqual([lines, lines]);
  }));
