import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { deployCli, deployReport, jobOf, logLines, parseDocument } from './cli';
import { inNamespace, kubectl } from '../harness';
import { IndexedJob } from 'cdk8s-jobs';
import type { Manifest, Report } from 'cdk8s-jobs/deploy';

test('a failed Job exits with 1, and each attempt is reported with its exit code', () =>
  inNamespace(async (namespace) => {
    const { code, report, stderr } = await deployReport(namespace, [
      jobOf('fails', 'echo trying; exit 3', { backoffLimit: 1 }),
    ]);
    expect(code).toBe(1);
    expect(report).toMatchObject({ schemaVersion: 1, outcome: 'failed' });
    const [job] = report.jobs;
    expect(job).toMatchObject({
      namespace,
      name: 'fails',
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
    });
    expect(
      job.attempts.map(({ container, exitCode, reason, index, lastLines }) => ({
        container,
        exitCode,
        reason,
        index,
        lastLines,
      })),
    ).toEqual([
      { container: 'main', exitCode: 3, reason: 'Error', index: null, lastLines: ['trying'] },
      { container: 'main', exitCode: 3, reason: 'Error', index: null, lastLines: ['trying'] },
    ]);
    expect(new Set(job.attempts.map(({ pod }) => pod)).size).toBe(2);
    for (const time of [
      job.startedAt,
      job.finishedAt,
      ...job.attempts.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]),
    ]) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    expect(logLines(stderr, 'fails')).toEqual(['trying', 'trying']);
  }));

test('the text result of a failed Job has the reason, the attempts and their last lines', () =>
  inNamespace(async (namespace) => {
    const { code, stdout } = await deployCli(namespace, [
      jobOf('fails', 'for i in $(seq 30); do echo line $i; done; exit 7', { backoffLimit: 0 }),
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed +Job \S+\/fails in \d+s: BackoffLimitExceeded: /m);
    expect(stdout).toMatch(/failed attempt 1 of 1: exit code 7, Pod fails-\w+, container main/);
    expect(stdout).toContain('| line 30\n');
    expect(stdout).not.toContain('| line 10\n');
  }));

test('a Job that has failed before is reported as failed when it is deployed again', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('fails', 'exit 1', { backoffLimit: 0 });
    await deployCli(namespace, [job]);
    const { code, report } = await deployReport(namespace, [job]);
    expect(code).toBe(1);
    expect(report.jobs[0].attempts).toMatchObject([{ exitCode: 1 }]);
  }));

test('a Job that succeeds at the second attempt reports the first', () =>
  inNamespace(async (namespace) => {
    const failures = {
      fieldRef: {
        fieldPath: "metadata.annotations['batch.kubernetes.io/job-index-failure-count']",
      },
    };
    const { code, stdout } = await deployCli(namespace, [
      jobOf(
        'flaky',
        '',
        { completions: 1, completionMode: 'Indexed', backoffLimitPerIndex: 1 },
        {
          containers: [
            {
              name: 'main',
              image: 'busybox',
              command: ['sh', '-c', 'test $FAILURES -gt 0'],
              env: [{ name: 'FAILURES', valueFrom: failures }],
            },
          ],
        },
      ),
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^succeeded +Job \S+\/flaky in \d+s, after 1 failed attempt$/m);
  }));

test('restarts in place are reported as attempts of one Pod, each with its lines', () =>
  inNamespace(async (namespace) => {
    const { code, report, stderr } = await deployReport(namespace, [
      jobOf(
        'restarts',
        'echo run; sleep 3; exit 4', // each run outlasts the lag of its Pod's status
        { backoffLimit: 1 },
        {
          restartPolicy: 'OnFailure',
          terminationGracePeriodSeconds: 0,
        },
      ),
    ]);
    expect(code).toBe(1);
    const { attempts } = report.jobs[0];
    expect(new Set(attempts.map(({ pod }) => pod)).size).toBe(1);
    expect(attempts[0]).toMatchObject({ exitCode: 4 });
    expect(
      logLines(stderr, 'restarts').filter((line) => line === 'run').length,
    ).toBeGreaterThanOrEqual(2);
  }));

test('each index of an Indexed Job is reported separately', () =>
  inNamespace(async (namespace) => {
    const { code, report } = await deployReport(namespace, [
      jobOf('indexed', 'exit $JOB_COMPLETION_INDEX', {
        completions: 3,
        parallelism: 3,
        completionMode: 'Indexed',
        backoffLimitPerIndex: 0,
      }),
    ]);
    expect(code).toBe(1);
    expect(report.jobs[0].reason).toBe('FailedIndexes');
    expect(report.jobs[0].attempts.map(({ index, exitCode }) => [index, exitCode]).sort()).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  }));

test('what programs write as their result is in the report, with the items of their indexes', () =>
  inNamespace(async (namespace) => {
    const chart = new Chart(new App(), 'results');
    new IndexedJob(chart, 'sums', {
      image: 'busybox',
      command: [
        'sh',
        '-c',
        'echo "{\\"read\\": \\"$(cat $JOB_ITEM)\\"}" > /dev/termination-log; exit $JOB_COMPLETION_INDEX',
      ],
      items: ['north', 'south'],
      backoffLimitPerIndex: 0,
    });
    const manifests = chart.toJson() as Manifest[];
    const { report } = await deployReport(namespace, manifests);
    const [job] = report.jobs;
    expect(
      job.attempts
        .map(({ index, item, exitCode, output }) => [index, item, exitCode, output])
        .sort(),
    ).toEqual([
      [0, 'north', 0, '{"read": "north"}\n'],
      [1, 'south', 1, '{"read": "south"}\n'],
    ]);
    expect(job.indexes?.failedItems).toEqual([{ index: 1, item: 'south' }]);
    const { stdout } = await deployCli(namespace, manifests);
    expect(stdout).toMatch(/^ +index +last attempt +item\n +1 +exit code 1 +south$/m);
  }));

test('a deploy with --quiet prints the result and nothing else', () =>
  inNamespace(async (namespace) => {
    const jobs = [
      jobOf('good', 'echo hello'),
      jobOf('bad', 'echo sorry; exit 1', { backoffLimit: 0 }),
    ];
    const { code, stdout, stderr } = await deployCli(namespace, jobs, ['--quiet']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^succeeded +Job \S+\/good .*\nfailed +Job \S+\/bad [^]*\n {2}\| sorry\n/,
    );
  }));

test('Pods that are deleted, evicted or past the deadline are attempts with that reason and their last lines', () =>
  inNamespace(async (namespace) => {
    const stops = "trap 'echo stopping; exit 0' TERM; echo begun; sleep 300 & wait";
    const once = { backoffLimit: 0 };
    const ended = new Set<string>();
    const end = async (job: string) => {
      const selector = ['-l', `job-name=${job}`, '-o', 'jsonpath={.items[0].metadata.name}'];
      const { stdout: pod } = await kubectl('get', 'pods', '-n', namespace, ...selector);
      if (pod.startsWith('evicted')) {
        const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
        return evict(path, { name: pod, namespace });
      }
      const force = pod.startsWith('forced') ? ['--force', '--grace-period=0'] : [];
      return kubectl('delete', 'pod', pod, '-n', namespace, '--wait=false', ...force);
    };
    const actions: Promise<unknown>[] = [];
    const { code, stdout, stderr } = await deployCli(
      namespace,
      [
        jobOf('deleted', stops, once),
        jobOf('evicted', stops, once),
        jobOf('forced', stops, once),
        jobOf('late', stops, { ...once, activeDeadlineSeconds: 15 }),
      ],
      ['-o', 'json', '--timeout', '100s'],
      {
        onProgress: (text) => {
          for (const [, job] of text.matchAll(/^(deleted|evicted|forced) \| begun$/gm)) {
            if (!ended.has(job)) actions.push(end(job));
            ended.add(job);
          }
        },
      },
    );
    await Promise.all(actions);
    expect(code).toBe(1);
    const { jobs } = parseDocument<Report>('report', stdout);
    const stopping = { container: 'main', lastLines: ['begun', 'stopping'] };
    expect(jobs).toMatchObject([
      { name: 'deleted', attempts: [{ ...stopping, reason: 'PodDeleted' }] },
      { name: 'evicted', attempts: [{ ...stopping, reason: 'EvictionByEvictionAPI' }] },
      { name: 'forced', attempts: [{ container: 'main', reason: 'PodDeleted' }] },
      { name: 'late', attempts: [{ ...stopping, reason: 'DeadlineExceeded' }] },
    ]);
    expect(stderr).not.toMatch(/^retrying/m);
  }));

async function evict(path: string, metadata: { name: string; namespace: string }): Promise<void> {
  const file = join(tmpdir(), `eviction-${metadata.name}.json`);
  writeFileSync(file, JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata }));
  await kubectl('create', '--raw', path, '-f', file);
  rmSync(file);
}
