import { trigger, TriggerOptions } from '../../../src/deploy';
import { CronJob, cronJobsNamed } from '../../../src/deploy/commands/find-cron-job';
import { ContainerOverride, triggeredRun } from '../../../src/deploy/commands/triggered-run';
import { ManualClock } from '../manual-clock';
import { Answer, list, ScriptedServer } from '../scripted-server';
import { jobWith } from '../verdict/objects';

function cronJob(name: string, jobSpec: object = { template: {} }): CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'ns', uid: name, resourceVersion: '1' },
    spec: { jobTemplate: { spec: jobSpec } as CronJob['spec']['jobTemplate'] },
  };
}

/** The errors of a trigger in a namespace with CronJobs, whose API server rejects every Job. */
async function errorsOf(name: string, cronJobs: readonly CronJob[], options: TriggerOptions = {}) {
  const transport = new ScriptedServer()
    .on(/^GET .*\/jobs$/, list('5'))
    .on(/^GET .*\/cronjobs$/, list('5', ...cronJobs))
    .on(/^GET .*\/cronjobs\//, ({ path }) => {
      const found = cronJobs.find(({ metadata }) => path.endsWith(`/${metadata.name}`));
      return found === undefined ? { status: 404, json: {} } : { json: found };
    })
    .on(/^PATCH /, ({ path }) => ({ status: 403, json: { message: path.split('/').at(-1)! } }));
  const { outcome, errors } = await trigger(name, { transport, namespace: 'ns', ...options });
  expect(outcome).toBe('rejected');
  return errors.map(({ message }) => message);
}

describe('trigger', () => {
  test.each([
    ['its name', 'shop-report-c8a1b2c3', ['shop-report-c8a1b2c3', 'report-c8000000']],
    ['its name without the hash', 'shop-report', ['shop-report-c8a1b2c3', 'shop-report-eu']],
    [
      'its name without hash and prefix',
      'report',
      ['shop-report-c8a1b2c3', 'reports', 'a-report-b'],
    ],
    ['its name without the prefix', 'report', ['release-report', 'preport']],
    ['its whole stem, before names with a prefix', 'report', ['a-report', 'report-c8a1b2c3']],
  ])('finds a CronJob by %s', async (_, name, names) => {
    const expected = name === 'report' && names[0] === 'a-report' ? names[1] : names[0];
    const [message] = await errorsOf(
      name,
      names.map((each) => cronJob(each)),
    );
    expect(message).toMatch(new RegExp(`^${expected}-[0-9a-f]{10}$`));
  });

  test.each([
    [
      'lists the candidates when several match',
      ['a-report', 'b-report-c8a1b2c3', 'other'],
      'CronJob report not found in namespace ns, and several match: a-report, b-report-c8a1b2c3',
    ],
    [
      'lists the CronJobs that exist when none matches',
      ['backup', 'reporter'],
      'CronJob report not found in namespace ns, which has backup, reporter',
    ],
    [
      'says so when the namespace has no CronJobs',
      [],
      'CronJob report not found in namespace ns, which has no CronJobs',
    ],
  ])('%s, and creates no Job', async (_, names, message) => {
    expect(
      await errorsOf(
        'report',
        names.map((name) => cronJob(name)),
      ),
    ).toEqual([message]);
  });

  test('reports only that the CronJob is not found when CronJobs may not be listed', async () => {
    const transport = new ScriptedServer()
      .on(/^GET .*\/cronjobs$/, { status: 403, json: { message: 'forbidden' } })
      .on(/^GET .*\/cronjobs\//, { status: 404, json: {} });
    const { errors } = await trigger('report', { transport, namespace: 'ns' });
    expect(errors).toMatchObject([{ message: 'CronJob report not found in namespace ns' }]);
  });

  test('rejects a container without anything to override in it', () =>
    expect(trigger('report', { container: 'main' })).rejects.toThrow(/container/));

  test('keeps a hash-like end that cdk8s does not write', () =>
    expect(cronJobsNamed('report', [cronJob('report-deadbeef'), cronJob('report-c8')])).toEqual(
      [],
    ));
});

describe('trigger of a CronJob with concurrencyPolicy Replace', () => {
  const HOLD = 'example.com/hold';
  const active = {
    ...jobWith({ name: 'nightly-1', uid: 'run-1' }),
    metadata: {
      ...jobWith().metadata,
      name: 'nightly-1',
      uid: 'run-1',
      finalizers: [HOLD],
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'nightly' },
      ],
    },
  };
  const deleting = {
    ...active,
    metadata: { ...active.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
  };

  /** Triggers while an active run exists, whose deletion gets this answer. */
  function start(deletion: Answer, options: TriggerOptions) {
    const clock = new ManualClock();
    const nightly = cronJob('nightly');
    const transport = new ScriptedServer()
      .on(/^GET .*\/cronjobs\//, {
        json: { ...nightly, spec: { ...nightly.spec, concurrencyPolicy: 'Replace' } },
      })
      .on(/^GET .*\/jobs$/, list('5', active))
      .on(/^GET .*\/jobs\/nightly-1$/, { json: deleting })
      .on(/^DELETE /, deletion);
    const report = trigger('nightly', { transport, clock, namespace: 'ns', ...options });
    return { clock, report, transport };
  }

  test('reports the Job as not started when it times out while the deletion hangs', async () => {
    const { clock, report, transport } = start({ json: deleting }, { timeoutSeconds: 10 });
    await clock.pass(10_000);
    expect(await report).toMatchObject({
      outcome: 'timed-out',
      errors: [],
      applied: [],
      jobs: [
        {
          name: expect.stringMatching(/^nightly-[0-9a-f]{10}$/),
          uid: null,
          outcome: 'timed-out',
          message:
            'timed out after 10s; not started: Job nightly-1 is still being deleted; ' +
            `waiting for ${HOLD}`,
          hints: [{ command: expect.stringContaining('get job nightly-1 -n ns') }],
        },
      ],
    });
    expect(transport.asked.some((line) => line.startsWith('PATCH'))).toBe(false);
  });

  test('reports the Job as cancelled when it is interrupted while the deletion hangs', async () => {
    const stop = new AbortController();
    const { clock, report } = start({ json: deleting }, { signal: stop.signal });
    await clock.pass(5_000);
    stop.abort();
    await clock.pass(3_000);
    expect(await report).toMatchObject({
      outcome: 'detached',
      jobs: [
        { outcome: 'cancelled', message: expect.stringMatching(/^the Job was not started: /) },
      ],
    });
  });

  test('reports no Job when the deletion is rejected', async () => {
    const { report } = start({ status: 403, json: { message: 'cannot delete' } }, {});
    expect(await report).toMatchObject({
      outcome: 'rejected',
      errors: [{ message: 'cannot delete' }],
      jobs: [],
    });
  });
});

describe('triggeredRun', () => {
  const MAIN = {
    name: 'main',
    image: 'i',
    command: ['serve'],
    args: ['--all'],
    env: [
      { name: 'A', value: '1' },
      { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
  };
  const pod = (containers: object[], more: object = {}) =>
    cronJob('c', { template: { spec: { containers, ...more } } });
  const podOf = (from: CronJob, override: ContainerOverride) => {
    const job = triggeredRun(from, override);
    return typeof job === 'string'
      ? job
      : (job.spec as { template: { spec: object } }).template.spec;
  };

  test('replaces and adds variables, and keeps everything else', () => {
    expect(podOf(pod([MAIN]), { env: { C: 'a=b', B: '' } })).toEqual({
      containers: [
        {
          ...MAIN,
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '' },
            { name: 'C', value: 'a=b' },
          ],
        },
      ],
    });
  });

  test('replaces command and args by a command', () => {
    const { args, ...others } = MAIN;
    expect(podOf(pod([MAIN]), { command: ['sh', '-c', 'true'] })).toEqual({
      containers: [{ ...others, command: ['sh', '-c', 'true'] }],
    });
  });

  test('overrides only the named container, which may be an init container', () => {
    const [a, b] = [
      { name: 'a', image: 'i' },
      { name: 'b', image: 'i' },
    ];
    const from = pod([a], { initContainers: [b] });
    expect(podOf(from, { container: 'b', env: { X: '1' } })).toEqual({
      containers: [a],
      initContainers: [{ ...b, env: [{ name: 'X', value: '1' }] }],
    });
  });

  test('overrides the default container of kubectl when no container is named', () => {
    const containers = [{ name: 'a' }, { name: 'b' }];
    const metadata = { annotations: { 'kubectl.kubernetes.io/default-container': 'b' } };
    const from = cronJob('c', { template: { metadata, spec: { containers } } });
    expect(podOf(from, { command: ['x'] })).toEqual({
      containers: [{ name: 'a' }, { name: 'b', command: ['x'] }],
    });
  });

  test.each([
    [undefined, 'the Pod has several containers: name one by --container (a, b)'],
    ['c', 'the Pod has no container c, but a, b'],
  ])('does not guess a container when %s is named', (container, message) => {
    expect(podOf(pod([{ name: 'a' }, { name: 'b' }]), { container, env: { X: '1' } })).toBe(
      message,
    );
  });

  test('never leaves the Job suspended', () => {
    const from = cronJob('c', { suspend: true, template: { spec: { containers: [MAIN] } } });
    expect(triggeredRun(from, {})).toMatchObject({ spec: { suspend: false } });
    expect(triggeredRun(from, { env: { A: '' } })).toMatchObject({ spec: { suspend: false } });
  });
});
