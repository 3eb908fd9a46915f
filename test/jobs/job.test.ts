import { ApiObject, App, Chart, Duration, JsonPatch, Lazy, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { chartWith, jobMadeBy, jobRenderedBy } from './helpers';
import {
  Completion,
  IndexedJob,
  JobDefaults,
  JobProps,
  ParallelJob,
  PodSpec,
  ScheduledJob,
  SimpleJob,
  WorkQueueJob,
} from '../../src';
import { synthJobs } from '../../src/testing';

const simple = (props: JobProps) => jobMadeBy((chart) => new SimpleJob(chart, 'job', props));

test('SimpleJob writes the restartPolicy Never unless it is OnFailure', () => {
  expect(simple({ image: 'i' }).spec.template.spec.restartPolicy).toBe('Never');
  expect(simple({ image: 'i', restartPolicy: undefined }).spec.template.spec.restartPolicy).toBe(
    'Never',
  );
  expect(
    simple({ image: 'i', restartPolicy: kplus.RestartPolicy.ON_FAILURE }).spec.template.spec
      .restartPolicy,
  ).toBe('OnFailure');
});

test('SimpleJob accepts the props of one container', () => {
  const job = simple({
    image: 'busybox:1.36',
    containerName: 'work',
    command: ['sh', '-c'],
    args: ['echo $A'],
    env: { A: 'text', B: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) },
    resources: { cpu: { request: kplus.Cpu.millis(50) } },
  });
  expect(job.spec.template.spec.containers).toEqual([
    {
      name: 'work',
      image: 'busybox:1.36',
      command: ['sh', '-c'],
      args: ['echo $A'],
      env: [
        { name: 'A', value: 'text' },
        { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      resources: { requests: { cpu: '50m' } },
    },
  ]);
});

test('SimpleJob accepts a list of containers, and more that are added later', () => {
  const job = jobMadeBy((chart) => {
    const made = new SimpleJob(chart, 'job', { containers: [{ image: 'a', name: 'a' }] });
    made.addContainer({ image: 'b', name: 'b' });
    made.addInitContainer({ image: 'c', name: 'c' });
  });
  expect(job.spec.template.spec.containers.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(job.spec.template.spec.initContainers).toEqual([{ name: 'c', image: 'c' }]);
});

test('SimpleJob renders the props of kplus.Job as kplus.Job does', () => {
  const props = {
    backoffLimit: 2,
    activeDeadline: Duration.minutes(5),
    ttlAfterFinished: Duration.hours(1),
  };
  const {
    spec: { template: _, ...spec },
  } = simple({ image: 'i', ...props });
  const chart = chartWith();
  new kplus.Job(chart, 'job', { containers: [{ image: 'i' }], ...props });
  const {
    spec: { template: __, ...kplusSpec },
  } = synthJobs(chart)[0];
  expect(spec).toEqual(kplusSpec);
  expect(spec).toEqual({
    backoffLimit: 2,
    activeDeadlineSeconds: 300,
    ttlSecondsAfterFinished: 3600,
  });
});

test('SimpleJob writes a TTL of zero', () => {
  expect(
    simple({ image: 'i', ttlAfterFinished: Duration.seconds(0) }).spec.ttlSecondsAfterFinished,
  ).toBe(0);
});

test('SimpleJob uses the default of a prop that is undefined', () => {
  const written: JobProps = {
    image: 'i',
    command: undefined,
    env: undefined,
    resources: undefined,
    backoffLimit: undefined,
    automountServiceAccountToken: undefined,
    securityContext: undefined,
    terminationGracePeriod: undefined,
    hostNetwork: undefined,
    dns: undefined,
    podOverlay: {
      automountServiceAccountToken: undefined,
      securityContext: { fsGroup: undefined },
    },
  };
  const make = (props: JobProps) =>
    jobMadeBy((chart) => new SimpleJob(chart, 'job', props), JobDefaults.sane());
  expect(make(written)).toEqual(make({ image: 'i' }));
});

test('SimpleJob writes volumes, mounts, service accounts and scheduling of cdk8s-plus', () => {
  const job = jobMadeBy((chart) => {
    const made = new SimpleJob(chart, 'job', {
      image: 'i',
      serviceAccount: new kplus.ServiceAccount(chart, 'sa', { metadata: { name: 'runner' } }),
    });
    made.containers[0].mount('/data', kplus.Volume.fromEmptyDir(chart, 'v', 'data'));
    made.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.exists('batch')));
  });
  expect(job.spec.template.spec).toMatchObject({
    serviceAccountName: 'runner',
    containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', emptyDir: {} }],
    tolerations: [{ key: 'batch', operator: 'Exists' }],
  });
});

test('SimpleJob writes the address label of cdk8s-plus only when an object selects Pods by it', () => {
  expect(simple({ image: 'i' }).spec.template.metadata).toBeUndefined();
  const chart = chartWith(JobDefaults.none());
  new SimpleJob(chart, 'job', { image: 'i', isolate: true });
  const manifests = Testing.synth(chart) as {
    kind: string;
    spec: { podSelector: { matchLabels: object } };
  }[];
  expect(synthJobs(chart)[0].spec.template.metadata?.labels).toEqual(
    manifests.find(({ kind }) => kind === 'NetworkPolicy')!.spec.podSelector.matchLabels,
  );
});

test('SimpleJob writes labels and annotations of Pods', () => {
  const job = jobMadeBy((chart) => {
    const made = new SimpleJob(chart, 'job', {
      image: 'i',
      podMetadata: { labels: { a: '1' }, annotations: { b: '2' } },
    });
    made.podMetadata.addLabel('c', '3');
  });
  expect(job.spec.template.metadata).toEqual({
    labels: { a: '1', c: '3' },
    annotations: { b: '2' },
  });
});

test('SimpleJob keeps labels of the chart out of the Pods, where a change would cause another run', () => {
  const chart = new Chart(new App(), 'chart', { labels: { commit: 'abc' } });
  new SimpleJob(chart, 'job', { image: 'i' });
  const [job] = synthJobs(chart);
  expect(job.metadata.labels).toMatchObject({ commit: 'abc' });
  expect(job.spec.template.metadata?.labels).not.toHaveProperty('commit');
});

test.each([
  ['/spec/successPolicy', { rules: [{ succeededIndexes: '0' }] }],
  ['/spec/backoffLimitPerIndex', 1],
  ['/spec/maxFailedIndexes', 2],
  ['/spec/podReplacementPolicy', 'Failed'],
  ['/spec/managedBy', 'kueue.x-k8s.io/multikueue'],
  ['/spec/completionMode', 'Indexed'],
  ['/spec/suspend', true],
  ['/spec/somethingOfTheFuture', { a: [1] }],
  ['/spec/template/spec/priorityClassName', 'low'],
  ['/spec/template/spec/initContainers', [{ name: 'proxy', image: 'p', restartPolicy: 'Always' }]],
  ['/spec/template/spec/containers/0/resources', { limits: { 'nvidia.com/gpu': '1' } }],
  ['/metadata/labels', { a: 'b' }],
  ['/spec/template/spec/containers/0/image', 'other'],
])('SimpleJob applies a JSON patch of %s', (path, value) => {
  const job = jobRenderedBy((chart) => {
    const made = new SimpleJob(chart, 'job', { image: 'i' });
    ApiObject.of(made).addJsonPatch(JsonPatch.add(path, value));
    return made;
  });
  expect(
    path
      .split('/')
      .slice(1)
      .reduce<unknown>((at, field) => (at as Record<string, unknown>)[field], job),
  ).toEqual(value);
});

test('SimpleJob resolves Lazy values at synth', () => {
  const job = jobMadeBy(
    (chart) =>
      new SimpleJob(chart, 'job', { image: Lazy.any({ produce: () => 'late' }) as string }),
    JobDefaults.sane(),
  );
  expect(job.spec.template.spec.containers[0].image).toBe('late');
});

describe('podOverlay', () => {
  test('overrides fields of the Pod and, by name, of its containers', () => {
    const job = simple({
      image: 'i',
      env: { A: '1' },
      podOverlay: {
        priorityClassName: 'low',
        restartPolicy: 'OnFailure',
        containers: [
          {
            name: 'main',
            resources: { limits: { 'nvidia.com/gpu': '1' } },
            env: [{ name: 'B', value: '2' }],
          },
          { name: 'more', image: 'm' },
        ],
        initContainers: [{ name: 'proxy', image: 'p', restartPolicy: 'Always' }],
      },
    });
    expect(job.spec.template.spec).toEqual({
      priorityClassName: 'low',
      restartPolicy: 'OnFailure',
      containers: [
        {
          name: 'main',
          image: 'i',
          resources: { limits: { 'nvidia.com/gpu': '1' } },
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
        { name: 'more', image: 'm' },
      ],
      initContainers: [{ name: 'proxy', image: 'p', restartPolicy: 'Always' }],
    });
  });

  test('can specify the whole Pod', () => {
    expect(
      simple({ podOverlay: { containers: [{ name: 'a', image: 'i' }] } }).spec.template.spec,
    ).toEqual({ restartPolicy: 'Never', containers: [{ name: 'a', image: 'i' }] });
  });
});

test('SimpleJob has the public properties of kplus.Job', () => {
  const props = {
    activeDeadline: Duration.minutes(1),
    backoffLimit: 2,
    ttlAfterFinished: Duration.hours(1),
  };
  expect(new SimpleJob(chartWith(), 'job', { image: 'i', ...props })).toMatchObject(props);
});

test('SimpleJob writes the affinity of spread once, however often it is rendered', () => {
  const chart = chartWith(JobDefaults.none());
  new SimpleJob(chart, 'job', { image: 'i', spread: true });
  const [first] = synthJobs(chart);
  expect(synthJobs(chart)[0]).toEqual(first);
  const { podAntiAffinity } = first.spec.template.spec.affinity as {
    podAntiAffinity: Record<string, unknown[]>;
  };
  expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toHaveLength(2);
});

test('SimpleJob is rendered twice, for validation and output, whatever the number of charts', () => {
  const rendered = jest.spyOn(kplus.Workload.prototype, '_toPodSpec');
  const app = new App();
  for (const id of ['a', 'b', 'c']) {
    const chart = new Chart(app, id);
    new SimpleJob(chart, 'x', { image: 'i' });
    new SimpleJob(chart, 'y', { image: 'i' });
  }
  app.synthYaml();
  expect(rendered).toHaveBeenCalledTimes(12);
});

describe('the validation at synth', () => {
  const messages = (props: object) => {
    const chart = chartWith();
    new SimpleJob(chart, 'job', props as JobProps);
    return () => Testing.synth(chart);
  };

  test('rejects a Job without a container', () => {
    expect(messages({})).toThrow('[chart/job] spec.template.spec.containers: must not be empty');
  });

  test('rejects the restartPolicy Always', () => {
    const expected = '[chart/job] spec.template.spec.restartPolicy: ';
    expect(messages({ image: 'i', restartPolicy: 'Always' })).toThrow(expected);
    expect(messages({ image: 'i', podOverlay: { restartPolicy: 'Always' } })).toThrow(expected);
  });

  test('rejects image beside containers', () => {
    expect(messages({ image: 'i', containers: [{ image: 'j' }] })).toThrow(
      '[chart/job] image and containers are mutually exclusive',
    );
  });

  test('rejects two containers with the same name', () => {
    expect(messages({ containers: [{ image: 'i' }, { image: 'j' }] })).toThrow(
      '[chart/job] spec.template.spec.containers[1].name: ',
    );
    expect(
      messages({
        containers: [{ image: 'i', name: 'a' }],
        initContainers: [{ image: 'j', name: 'a' }],
      }),
    ).toThrow('initContainers[0].name: ');
  });

  test('rejects a container of podOverlay whose misspelled name matches no container', () => {
    expect(
      messages({ image: 'i', podOverlay: { containers: [{ name: 'mian', tty: true }] } }),
    ).toThrow('[chart/job] spec.template.spec.containers[1].image: container "mian" has no image');
  });

  test.each<[what: string, props: JobProps, message: string]>([
    [
      'rejects a misspelled field of podOverlay',
      { image: 'i', podOverlay: { hostnam: 'a' } as PodSpec },
      '[chart/job] spec.template.spec.hostnam: unknown field in PodSpec (did you mean "hostname"?)',
    ],
    [
      'rejects a field that the API server drops',
      { image: 'i', podOverlay: { workloadRef: { name: 'a', podGroup: 'b' } } },
      '[chart/job] spec.template.spec.workloadRef: requires the feature GenericWorkload',
    ],
    [
      'rejects a number that is out of range',
      { image: 'i', backoffLimit: -1 },
      '[chart/job] spec.backoffLimit: ',
    ],
    [
      'rejects a name that the API server rejects',
      { image: 'i', metadata: { name: 'Nightly' } },
      '[chart/job] metadata.name: ',
    ],
    [
      'rejects an invalid image name',
      { image: 'My Image' },
      '[chart/job] spec.template.spec.containers[0].image: ',
    ],
    [
      'rejects a request above the limit',
      {
        image: 'i',
        podOverlay: {
          containers: [
            { name: 'main', resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } },
          ],
        },
      },
      '[chart/job] spec.template.spec.containers[0].resources.requests: ',
    ],
  ])('%s', (_, props, message) => {
    expect(messages(props)).toThrow(message);
  });

  test('accepts what is only a warning', () => {
    expect(messages({ image: 'busybox:latest' })).not.toThrow();
  });

  test('accepts a Job that is corrected after a failed synthesis', () => {
    const chart = chartWith();
    const job = new SimpleJob(chart, 'job', { containers: [] });
    expect(() => Testing.synth(chart)).toThrow('containers: must not be empty');
    job.addContainer({ image: 'i' });
    expect(() => Testing.synth(chart)).not.toThrow();
    job.podMetadata.addLabel('a', 'not a value');
    expect(() => App.of(chart).synthYaml()).toThrow('is not a valid value of the label');
    job.podMetadata.addLabel('a', 'value');
    expect(() => App.of(chart).synthYaml()).not.toThrow();
  });

  test('reports two problems at once', () => {
    expect(messages({ restartPolicy: 'Always' })).toThrow(
      /containers: must not be empty[\s\S]*restartPolicy: /,
    );
  });
});

describe('completionMode', () => {
  test.each<[pattern: string, make: (chart: Chart) => unknown]>([
    [
      'SimpleJob',
      (chart) => new SimpleJob(chart, 'a', { image: 'i', completionMode: 'NonIndexed' }),
    ],
    [
      'ParallelJob',
      (chart) =>
        new ParallelJob(chart, 'a', { image: 'i', completions: 2, completionMode: 'NonIndexed' }),
    ],
    [
      'WorkQueueJob',
      (chart) =>
        new WorkQueueJob(chart, 'a', { image: 'i', workers: 2, completionMode: 'NonIndexed' }),
    ],
  ])('of a %s is written when it is given, and starts no new run', (_, make) => {
    const { metadata, spec } = jobMadeBy(make);
    expect(spec.completionMode).toBe('NonIndexed');
    const without = jobMadeBy((chart) => {
      make(chart);
      const object = ApiObject.of(chart.node.children[0]);
      object.addJsonPatch(JsonPatch.remove('/spec/completionMode'));
    });
    expect(without.metadata.name).toBe(metadata.name);
  });

  test('of a ScheduledJob is written when its completion says so', () => {
    const chart = chartWith();
    const completion = Completion.single({ completionMode: 'NonIndexed' });
    new ScheduledJob(chart, 'a', { image: 'i', schedule: '@daily', completion });
    expect(Testing.synth(chart)[0].spec.jobTemplate.spec.completionMode).toBe('NonIndexed');
  });

  test('is an error for an IndexedJob, which has another', () => {
    const chart = chartWith();
    const props = { image: 'i', completions: 2, completionMode: 'NonIndexed' } as never;
    new IndexedJob(chart, 'a', props);
    expect(() => Testing.synth(chart)).toThrow(
      'completionMode: is a prop of SimpleJob, ParallelJob and WorkQueueJob only',
    );
  });
});
