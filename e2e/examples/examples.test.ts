import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsOf } from './manifests';
import { temporaryFolder } from '../../test/temporary-folder';
import { until as untilAnswered } from '../cluster/until';
import { CliResult, deployReport } from '../deploy/cli';
import { apply, inNamespace, kubectl, Result } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

const TIMEOUT = ['--timeout', '100s'];

/** What Pods wrote, whichever wrote it first. */
function said({ stderr }: CliResult): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.includes(' | '))
    .map((line) => line.replace(/^.*? \| /, ''))
    .sort();
}

const outcomes = ({ jobs }: Report) => jobs.map(({ outcome }) => outcome);

/** Asks until there is something to see. */
async function until<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> {
  return untilAnswered(what, 60_000, async () => (await look()) || undefined);
}

/** As when a node is drained, but only this Pod. */
async function evict(name: string, namespace: string): Promise<Result> {
  const file = join(temporaryFolder('eviction-'), 'eviction.json');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
      deleteOptions: { gracePeriodSeconds: 1 },
    }),
  );
  return kubectl(
    'create',
    '--raw',
    `/api/v1/namespaces/${namespace}/pods/${name}/eviction`,
    '-f',
    file,
  );
}

test.each<[example: string, says: string[]]>([
  [
    'one-job-per-item',
    ['Processing item apple', 'Processing item banana', 'Processing item cherry'],
  ],
  ['coarse-work-queue', ['did apple', 'did banana', 'did cherry', 'did date']],
  [
    'fine-work-queue',
    [
      'did apple',
      'did banana',
      'did cherry',
      'did date',
      'did fig',
      'did grape',
      'did lemon',
      'did melon',
      'the queue is empty',
      'the queue is empty',
    ],
  ],
  ['indexed-work', ['0: oof', '1: rab', '2: zab', '3: xuq', '4: zyx']],
  ['pod-to-pod', ['all are here', 'hello from 1', 'hello from 2']],
  ['leader-success', ['the result is 42']],
  ['sidecar', ['saved part 1', 'saved part 2', 'saved part 3']],
])('example %s succeeds with its expected output', (example, says) =>
  inNamespace(async (namespace) => {
    const result = await deployReport(namespace, manifestsOf(example), TIMEOUT);
    expect({ code: result.code, outcomes: new Set(outcomes(result.report)) }).toEqual({
      code: 0,
      outcomes: new Set(['succeeded']),
    });
    expect(said(result).filter((line) => says.includes(line))).toEqual(says);
  }),
);

test('example migration-before-deployment opens the shop after the migration', () =>
  inNamespace(async (namespace) => {
    const database = await deployReport(
      namespace,
      manifestsOf('migration-before-deployment', 'database'),
      TIMEOUT,
    );
    expect({ code: database.code, stderr: database.stderr }).toMatchObject({ code: 0 });
    expect(said(database)).toContain('migrated to 7');
    const shop = await deployReport(namespace, manifestsOf('migration-before-deployment', 'shop'));
    expect(shop.code).toBe(0);
    const { code, stdout } = await kubectl(
      'rollout',
      'status',
      'deployment/shop',
      '-n',
      namespace,
      '--timeout=60s',
    );
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('successfully rolled out'),
    });
  }));

test('example per-index-retries retries other indexes when one always fails', () =>
  inNamespace(async (namespace) => {
    const { code, report } = await deployReport(
      namespace,
      manifestsOf('per-index-retries'),
      TIMEOUT,
    );
    expect({ code, outcomes: outcomes(report) }).toEqual({ code: 1, outcomes: ['failed'] });
    const { stdout } = await kubectl(
      'get',
      'jobs',
      '-n',
      namespace,
      '-o',
      'jsonpath={.items[0].status.completedIndexes} {.items[0].status.failedIndexes} {.items[0].status.failed}',
    );
    expect(stdout).toBe('0,2,3 1 2');
  }));

test('example failure-policies ends each Job as its policy says', () =>
  inNamespace(async (namespace) => {
    const manifests = manifestsOf('failure-policies');
    const nameOf = (id: string) =>
      manifests.find(({ metadata }) => metadata.name.startsWith(`failure-policies-${id}-`))!
        .metadata.name;
    for (const manifest of manifests) await apply(manifest, namespace);
    const get = async (kind: string, selector: string, path: string) =>
      (
        await kubectl(
          'get',
          kind,
          '-n',
          namespace,
          ...selector.split(' '),
          '-o',
          `jsonpath=${path}`,
        )
      ).stdout;
    const podOf = async (id: string, phase: string) =>
      until(`${phase} Pod of ${id}`, async () =>
        get(
          'pods',
          `-l batch.kubernetes.io/job-name=${nameOf(id)}`,
          `{.items[?(@.status.phase=="${phase}")].metadata.name}`,
        ),
      );
    const ended = async (id: string) =>
      until(`end of ${id}`, async () =>
        get(
          'job',
          nameOf(id),
          '{range .status.conditions[?(@.status=="True")]}{.type}{" "}{.reason}{"\\n"}{end}',
        ).then((conditions) => /^(Failed|Complete) .*$/m.exec(conditions)?.[0]),
      );

    expect(await ended('fail-job')).toBe('Failed PodFailurePolicy');
    expect(await get('job', nameOf('fail-job'), '{.status.failed}')).toBe('1');

    const disturbed = await podOf('ignore', 'Running');
    expect((await evict(disturbed, namespace)).code).toBe(0);
    expect(
      await until('new Pod of ignore', async () =>
        (await podOf('ignore', 'Running')).replace(disturbed, '').trim(),
      ),
    ).not.toBe('');
    expect(await ended('ignore')).toMatch(/^Complete /);

    const stuck = await podOf('condition', 'Pending');
    const condition = {
      status: { conditions: [{ type: 'ConfigIssue', status: 'True', reason: 'NoSuchImage' }] },
    };
    await kubectl(
      'patch',
      'pod',
      stuck,
      '-n',
      namespace,
      '--subresource=status',
      '-p',
      JSON.stringify(condition),
    );
    await kubectl('delete', 'pod', stuck, '-n', namespace, '--wait=false');
    expect(await ended('condition')).toBe('Failed PodFailurePolicy');

    expect(await ended('fail-index')).toBe('Failed FailedIndexes');
    expect(
      await get(
        'job',
        nameOf('fail-index'),
        '{.status.completedIndexes} {.status.failedIndexes} {.status.failed}',
      ),
    ).toBe('0,2 1 1');
  }));

test('example nightly creates a CronJob whose Job has an item for each index', () =>
  inNamespace(async (namespace) => {
    const { code, report } = await deployReport(namespace, manifestsOf('nightly'));
    expect({ code, jobs: report.jobs }).toEqual({ code: 0, jobs: [] });
    await kubectl('create', 'job', '--from=cronjob/reports', 'now', '-n', namespace);
    expect(
      (
        await kubectl(
          'wait',
          '--for=condition=complete',
          'job/now',
          '-n',
          namespace,
          '--timeout=60s',
        )
      ).code,
    ).toBe(0);
    const { stdout } = await kubectl(
      'logs',
      '-n',
      namespace,
      '-l',
      'batch.kubernetes.io/job-name=now',
    );
    expect(stdout.trim().split('\n').sort()).toEqual(['report of berlin', 'report of hamburg']);
  }));

test('example gpu is accepted by the API server, and stays unscheduled without a GPU', () =>
  inNamespace(async (namespace) => {
    const [job] = manifestsOf('gpu');
    await apply({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'batch' },
      value: 1,
    });
    await apply({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'nvidia' },
      handler: 'nvidia',
    });
    try {
      await apply(job, namespace);
      const look = async () =>
        (
          await kubectl(
            'get',
            'pods',
            '-n',
            namespace,
            '-o',
            'jsonpath={.items[0].status.conditions[0].message}',
          )
        ).stdout;
      const message = await until('Pod that cannot be scheduled', look);
      expect(message).toContain("didn't match Pod's node affinity/selector");
    } finally {
      await kubectl('delete', 'priorityclass/batch', 'runtimeclass/nvidia', '--wait=false');
    }
  }));
