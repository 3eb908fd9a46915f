import { cli, CliResult, jobOf, logLines, parseDocument } from './cli';
import { apply, inNamespace, kubectl } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

function cronJob(
  name: string,
  script: string,
  spec: Record<string, unknown> = {},
  jobSpec: Record<string, unknown> = {},
) {
  const job = jobOf(name, script, { backoffLimit: 0, ...jobSpec });
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: {
      schedule: '0 0 1 1 *',
      jobTemplate: { metadata: { labels: { team: 'a' } }, spec: job.spec },
      ...spec,
    },
  };
}

async function triggered(
  namespace: string,
  name: string,
  args: readonly string[] = [],
): Promise<CliResult & { readonly report: Report }> {
  const result = await cli(['trigger', `cronjob/${name}`, '-n', namespace, '-o', 'json', ...args]);
  return { ...result, report: parseDocument<Report>('report', result.stdout) };
}

test.concurrent(
  'trigger runs a CronJob now, also a suspended one, and the CronJob owns the Job',
  () =>
    inNamespace(async (namespace) => {
      await apply(cronJob('nightly', 'echo good night', { suspend: true }), namespace);
      const { code, report, stderr } = await triggered(namespace, 'nightly');
      expect(code).toBe(0);
      const [{ name, outcome }] = report.jobs;
      expect(outcome).toBe('succeeded');
      expect(name).toMatch(/^nightly-[0-9a-f]{10}$/);
      expect(logLines(stderr, name)).toEqual(['good night']);
      const { metadata } = JSON.parse(
        (await kubectl('get', 'job', name, '-n', namespace, '-o', 'json')).stdout,
      ) as { metadata: Record<string, unknown> };
      expect(metadata).toMatchObject({
        labels: { team: 'a' },
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        ownerReferences: [{ kind: 'CronJob', name: 'nightly', controller: true }],
      });
    }),
);

test.concurrent(
  'trigger reports a failed Job with its log, also with ttlSecondsAfterFinished 0',
  () =>
    inNamespace(async (namespace) => {
      await apply(
        cronJob('broken', 'echo oh; exit 5', {}, { ttlSecondsAfterFinished: 0 }),
        namespace,
      );
      const { code, report } = await triggered(namespace, 'broken');
      expect(code).toBe(1);
      expect(report.jobs[0].attempts).toMatchObject([{ exitCode: 5, lastLines: ['oh'] }]);
      expect(
        (
          await kubectl(
            'wait',
            '--for=delete',
            `job/${report.jobs[0].name}`,
            '-n',
            namespace,
            '--timeout=30s',
          )
        ).code,
      ).toBe(0);
    }),
);

test.concurrent('the history limits of a CronJob count triggered Jobs', () =>
  inNamespace(async (namespace) => {
    await apply(cronJob('short', 'true', { successfulJobsHistoryLimit: 1 }), namespace);
    const names = [];
    for (let i = 0; i < 2; i++) {
      names.push((await triggered(namespace, 'short')).report.jobs[0].name);
    }
    expect(
      (await kubectl('wait', '--for=delete', `job/${names[0]}`, '-n', namespace, '--timeout=60s'))
        .code,
    ).toBe(0);
    expect((await kubectl('get', 'job', names[1], '-n', namespace)).code).toBe(0);
  }),
);

test.concurrent.each([
  ['Forbid', 3],
  ['Replace', 0],
  ['Allow', 0],
])(
  'trigger with concurrencyPolicy %s beside an active run exits with %d',
  async (concurrencyPolicy, code) =>
    inNamespace(async (namespace) => {
      // Long enough for the second command to start while the machine is busy.
      await apply(cronJob('busy', 'sleep 20', { concurrencyPolicy }), namespace);
      const first = cli(['trigger', 'busy', '-n', namespace, '-o', 'json']);
      const started = Date.now();
      while (
        (await kubectl('get', 'pods', '-n', namespace, '-o', 'name')).stdout === '' &&
        Date.now() - started < 30_000
      );
      const second = await triggered(namespace, 'busy');
      expect(second.code).toBe(code);
      if (concurrencyPolicy === 'Forbid') {
        expect(second.stderr).toMatch(/concurrencyPolicy is Forbid, and busy-\w+ is still active/);
      }
      expect((await first).code).toBe(concurrencyPolicy === 'Replace' ? 4 : 0);
    }),
);

test.concurrent('trigger reports a CronJob that does not exist', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await triggered(namespace, 'nope');
    expect(code).toBe(3);
    expect(stderr).toBe(
      `error: CronJob nope not found in namespace ${namespace}, which has no CronJobs\n`,
    );
  }),
);

test.concurrent(
  'trigger runs a CronJob named without its hash, with a variable and a command',
  () =>
    inNamespace(async (namespace) => {
      const suspended = cronJob('shop-report-c8a1b2c3', 'exit 9', {}, { suspend: true });
      await apply(suspended, namespace);
      const override = ['--env', 'DAY=it is monday', '--', 'sh', '-c', 'echo "$DAY $0"', 'now'];
      const { code, report, stderr } = await triggered(namespace, 'report', override);
      expect(code).toBe(0);
      expect(report.jobs[0].name).toMatch(/^shop-report-c8a1b2c3-/);
      expect(logLines(stderr, report.jobs[0].name)).toEqual(['it is monday now']);
    }),
);

test.concurrent('trigger lists the CronJobs that match a short name, and runs none', () =>
  inNamespace(async (namespace) => {
    await apply(cronJob('a-report', 'true'), namespace);
    await apply(cronJob('b-report', 'true'), namespace);
    const { code, stderr } = await triggered(namespace, 'report');
    expect([code, stderr]).toEqual([
      3,
      `error: CronJob report not found in namespace ${namespace}, and several match: a-report, b-report\n`,
    ]);
    expect((await kubectl('get', 'jobs', '-n', namespace, '-o', 'name')).stdout).toBe('');
  }),
);
