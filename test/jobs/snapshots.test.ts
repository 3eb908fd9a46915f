import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { outputOf } from './helpers';
import {
  Completion,
  IndexedJob,
  IndexedJobProps,
  ParallelJob,
  Schedule,
  ScheduledJob,
  ScheduledJobProps,
  SimpleJob,
  WorkQueueJob,
} from '../../src';

// The Jobs have the default JobDefaults, so each snapshot is the YAML that a user gets.

const image = 'registry.example/worker:1.0';

describe('SimpleJob', () => {
  test('writes one Pod with one container when it has only an image', () => {
    const { yaml, manifests } = outputOf((chart) => new SimpleJob(chart, 'job', { image }));
    expect(manifests).toHaveLength(1);
    expect(manifests[0].metadata.name).toMatch(/^chart-job-\w+$/);
    expect(manifests[0].spec).not.toHaveProperty('completions');
    expect(manifests[0].spec).not.toHaveProperty('parallelism');
    expect(manifests[0].spec.template.spec).toMatchObject({
      restartPolicy: 'Never',
      containers: [{ name: 'main', image }],
    });
    expect(yaml).toMatchSnapshot();
  });

  test('writes every prop to its field when all are given', () => {
    const { yaml, manifests } = outputOf(
      (chart) =>
        new SimpleJob(chart, 'job', {
          metadata: { name: 'migrate', namespace: 'shop', labels: { team: 'data' } },
          image,
          containerName: 'migrate',
          command: ['migrate'],
          args: ['--to', '7'],
          env: { SCHEMA: '7' },
          resources: {
            cpu: { request: kplus.Cpu.millis(250) },
            memory: { limit: Size.mebibytes(256) },
          },
          backoffLimit: 2,
          activeDeadline: Duration.minutes(5),
          ttlAfterFinished: Duration.hours(1),
          suspend: true,
          podReplacementPolicy: 'Failed',
          managedBy: 'example.com/controller',
          queueName: 'batch',
          enableServiceLinks: false,
          shareProcessNamespace: true,
          podOverlay: { priorityClassName: 'low' },
        }),
    );
    expect(manifests[0].metadata).toMatchObject({
      name: 'migrate',
      namespace: 'shop',
      labels: { team: 'data', 'kueue.x-k8s.io/queue-name': 'batch' },
    });
    expect(manifests[0].spec).toMatchObject({
      backoffLimit: 2,
      activeDeadlineSeconds: 300,
      ttlSecondsAfterFinished: 3600,
      suspend: true,
      podReplacementPolicy: 'Failed',
      managedBy: 'example.com/controller',
    });
    expect(manifests[0].spec.template.spec).toMatchObject({
      enableServiceLinks: false,
      shareProcessNamespace: true,
      priorityClassName: 'low',
      containers: [
        {
          name: 'migrate',
          resources: { requests: { cpu: '250m' }, limits: { memory: '256Mi' } },
        },
      ],
    });
    expect(yaml).toMatchSnapshot();
  });

  test('restarts containers in place when the restart policy is OnFailure', () => {
    const { yaml, manifests } = outputOf(
      (chart) =>
        new SimpleJob(chart, 'job', { image, restartPolicy: kplus.RestartPolicy.ON_FAILURE }),
    );
    expect(manifests[0].spec.template.spec.restartPolicy).toBe('OnFailure');
    expect(yaml).toMatchSnapshot();
  });

  test('writes init containers in order when one is a sidecar', () => {
    const { yaml, manifests } = outputOf((chart) => {
      const logs = { path: '/logs', volume: kplus.Volume.fromEmptyDir(chart, 'logs', 'logs') };
      new SimpleJob(chart, 'job', {
        initContainers: [
          { name: 'fetch', image: 'registry.example/fetch:1.0', volumeMounts: [logs] },
          {
            name: 'log-shipper',
            image: 'registry.example/ship:1.0',
            restartPolicy: 'Always',
            startup: kplus.Probe.fromCommand(['test', '-e', '/logs/ready']),
            volumeMounts: [logs],
          },
        ],
        containers: [{ image, volumeMounts: [logs] }],
      });
    });
    const { initContainers, containers } = manifests[0].spec.template.spec;
    expect(initContainers).toMatchObject([
      { name: 'fetch' },
      { name: 'log-shipper', restartPolicy: 'Always' },
    ]);
    expect(initContainers[0]).not.toHaveProperty('restartPolicy');
    expect(containers).toHaveLength(1);
    expect(yaml).toMatchSnapshot();
  });
});

describe('ParallelJob', () => {
  test('writes completions and parallelism when both are given', () => {
    const { yaml, manifests } = outputOf(
      (chart) => new ParallelJob(chart, 'job', { image, completions: 6, parallelism: 2 }),
    );
    expect(manifests[0].spec).toMatchObject({ completions: 6, parallelism: 2 });
    expect(manifests[0].spec).not.toHaveProperty('completionMode');
    expect(yaml).toMatchSnapshot();
  });
});

describe('IndexedJob', () => {
  test.each<{ title: string; props: Partial<IndexedJobProps>; spec: object; files?: object }>([
    {
      title: 'writes an index for each completion when completions are given',
      props: { completions: 3, parallelism: 2 },
      spec: { completionMode: 'Indexed', completions: 3, parallelism: 2 },
    },
    {
      title: 'writes retries per index when backoffLimitPerIndex is given',
      props: { completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 2 },
      spec: { completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 2 },
    },
    {
      title: 'writes each string as a text file when the items are strings',
      props: { items: ['berlin', 'hamburg'] },
      spec: { completionMode: 'Indexed', completions: 2 },
      files: { '0': 'berlin', '1': 'hamburg' },
    },
    {
      title: 'writes each item as a JSON file when the items are objects',
      props: { items: [{ city: 'berlin', shops: [1, 2] }, { city: 'hamburg' }] },
      spec: { completionMode: 'Indexed', completions: 2 },
      files: { '0': '{"city":"berlin","shops":[1,2]}', '1': '{"city":"hamburg"}' },
    },
  ])('$title', ({ props, spec, files }) => {
    const { yaml, manifests } = outputOf(
      (chart) => new IndexedJob(chart, 'job', { image, ...props } as IndexedJobProps),
    );
    expect(manifests.find(({ kind }) => kind === 'Job').spec).toMatchObject(spec);
    expect(manifests.find(({ kind }) => kind === 'ConfigMap')?.data).toEqual(files);
    expect(yaml).toMatchSnapshot();
  });

  test('writes a headless Service and its name as subdomain when Pods are exposed', () => {
    const { yaml, manifests } = outputOf((chart) => {
      const job = new IndexedJob(chart, 'job', { image, completions: 2, parallelism: 2 });
      job.containers[0].env.addVariable(
        'LEADER',
        kplus.EnvValue.fromValue(job.exposePods().hostname(0)),
      );
    });
    const service = manifests.find(({ kind }) => kind === 'Service');
    const { spec } = manifests.find(({ kind }) => kind === 'Job').spec.template;
    expect(service.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(spec.subdomain).toBe(service.metadata.name);
    expect(yaml).toMatchSnapshot();
  });
});

describe('WorkQueueJob', () => {
  test('writes the workers as parallelism, without completions, when workers are given', () => {
    const { yaml, manifests } = outputOf(
      (chart) => new WorkQueueJob(chart, 'job', { image, workers: 4 }),
    );
    expect(manifests[0].spec.parallelism).toBe(4);
    expect(manifests[0].spec).not.toHaveProperty('completions');
    expect(yaml).toMatchSnapshot();
  });
});

describe('ScheduledJob', () => {
  const scheduled = (chart: Chart, props: Partial<ScheduledJobProps>) =>
    new ScheduledJob(chart, 'job', {
      metadata: { name: 'nightly' },
      image,
      schedule: Schedule.daily('03:30'),
      ...props,
    } as ScheduledJobProps);

  test.each<{ title: string; completion?: Completion; spec: object; absent: string[] }>([
    {
      title: 'runs one Pod when no completion is given',
      spec: {},
      absent: ['completions', 'parallelism', 'completionMode'],
    },
    {
      title: 'runs a fixed number of Pods when the completion is fixed',
      completion: Completion.fixed({ completions: 6, parallelism: 2 }),
      spec: { completions: 6, parallelism: 2 },
      absent: ['completionMode'],
    },
    {
      title: 'runs a Pod per index when the completion is indexed',
      completion: Completion.indexed({ completions: 3, parallelism: 3 }),
      spec: { completionMode: 'Indexed', completions: 3, parallelism: 3 },
      absent: ['backoffLimitPerIndex'],
    },
    {
      title: 'runs a Pod per item when the completion has items',
      completion: Completion.indexed({ items: ['berlin', 'hamburg'] }),
      spec: { completionMode: 'Indexed', completions: 2 },
      absent: ['parallelism'],
    },
    {
      title: 'runs workers when the completion is a work queue',
      completion: Completion.workQueue({ workers: 4 }),
      spec: { parallelism: 4 },
      absent: ['completions', 'completionMode'],
    },
  ])('$title', ({ completion, spec, absent }) => {
    const { yaml, manifests } = outputOf((chart) =>
      scheduled(chart, { completion } as Partial<ScheduledJobProps>),
    );
    const cronJob = manifests.find(({ kind }) => kind === 'CronJob');
    expect(cronJob.spec.schedule).toBe('30 3 * * *');
    expect(cronJob.spec.jobTemplate.spec).toMatchObject(spec);
    for (const field of absent) expect(cronJob.spec.jobTemplate.spec).not.toHaveProperty(field);
    expect(yaml).toMatchSnapshot();
  });

  test('writes every prop of the schedule to its field when all are given', () => {
    const { yaml, manifests } = outputOf((chart) =>
      scheduled(chart, {
        timeZone: 'Europe/Berlin',
        concurrencyPolicy: kplus.ConcurrencyPolicy.REPLACE,
        startingDeadline: Duration.hours(2),
        suspend: true,
        successfulJobsRetained: 7,
        failedJobsRetained: 5,
        activeDeadline: Duration.hours(1),
      }),
    );
    expect(manifests[0].spec).toMatchObject({
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 7200,
      suspend: true,
      successfulJobsHistoryLimit: 7,
      failedJobsHistoryLimit: 5,
      jobTemplate: { spec: { activeDeadlineSeconds: 3600 } },
    });
    expect(yaml).toMatchSnapshot();
  });
});

describe('isolation', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['the prop isolate is true', (chart) => new SimpleJob(chart, 'job', { image, isolate: true })],
    [
      'connections.isolate() is called',
      (chart) => new SimpleJob(chart, 'job', { image }).connections.isolate(),
    ],
  ])('writes a NetworkPolicy that denies all traffic of the Pods when %s', (_, make) => {
    const { yaml, manifests } = outputOf(make);
    const { spec } = manifests.find(({ kind }) => kind === 'NetworkPolicy');
    const { template } = manifests.find(({ kind }) => kind === 'Job').spec;
    expect(spec.policyTypes).toEqual(['Egress', 'Ingress']);
    expect(spec).not.toHaveProperty('egress');
    expect(spec).not.toHaveProperty('ingress');
    expect(template.metadata.labels).toMatchObject(spec.podSelector.matchLabels);
    expect(yaml).toMatchSnapshot();
  });
});
