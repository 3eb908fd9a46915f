import { Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { jobMadeBy } from './helpers';
import { ContainerProps, InitContainerProps, JobProps, SimpleJob } from '../../src';

const podOf = (props: JobProps): any =>
  jobMadeBy((chart) => new SimpleJob(chart, 'job', props)).spec.template.spec;
const containerOf = (props: Partial<ContainerProps>) =>
  podOf({ containers: [{ image: 'i', ...props }] }).containers[0];

describe('initContainers', () => {
  const sidecar: InitContainerProps = {
    name: 'proxy',
    image: 'proxy',
    restartPolicy: 'Always',
    startup: kplus.Probe.fromCommand(['ready']),
    liveness: kplus.Probe.fromCommand(['alive']),
  };

  test('render sidecars with restartPolicy Always and their probes', () => {
    expect(
      podOf({ image: 'i', initContainers: [sidecar, { name: 'last', image: 'i' }] }).initContainers,
    ).toEqual([
      {
        name: 'proxy',
        image: 'proxy',
        restartPolicy: 'Always',
        startupProbe: { exec: { command: ['ready'] }, failureThreshold: 3 },
        livenessProbe: { exec: { command: ['alive'] }, failureThreshold: 3 },
      },
      { name: 'last', image: 'i' },
    ]);
  });

  test('include a sidecar that is added later', () => {
    const { spec } = jobMadeBy((chart) =>
      new SimpleJob(chart, 'job', { image: 'i' }).addInitContainer(sidecar),
    );
    expect(spec.template.spec.initContainers).toMatchObject([
      { name: 'proxy', restartPolicy: 'Always' },
    ]);
  });
});

test('SimpleJob writes extended resources as limits, which the server copies to requests', () => {
  expect(
    containerOf({
      resources: { cpu: { request: kplus.Cpu.millis(500) }, extended: { 'nvidia.com/gpu': 2 } },
    }).resources,
  ).toEqual({ requests: { cpu: '500m' }, limits: { 'nvidia.com/gpu': 2 } });
  expect(
    podOf({ image: 'i', resources: { extended: { 'amd.com/gpu': 1 } } }).containers[0].resources,
  ).toEqual({ limits: { 'amd.com/gpu': 1 } });
});

test('SimpleJob accepts sizes that are not whole in the units of cdk8s-plus', () => {
  const resources = {
    memory: { request: Size.kibibytes(500), limit: Size.mebibytes(64) },
    ephemeralStorage: { request: Size.mebibytes(1500), limit: Size.gibibytes(2) },
  };
  expect(containerOf({ resources }).resources).toEqual({
    requests: { memory: '500Ki', 'ephemeral-storage': '1500Mi' },
    limits: { memory: '64Mi', 'ephemeral-storage': '2Gi' },
  });
});

test('SimpleJob omits undefined variables and resolves Lazy ones at synth', () => {
  expect(
    podOf({ image: 'i', env: { A: undefined as never, B: Lazy.any({ produce: () => 'late' }) } })
      .containers[0].env,
  ).toEqual([{ name: 'B', value: 'late' }]);
});

test('SimpleJob rejects a probe of an init container that is not a sidecar, with its path', () => {
  const init = { name: 'first', image: 'i', liveness: kplus.Probe.fromCommand(['alive']) };
  expect(() => podOf({ image: 'i', initContainers: [init] })).toThrow(
    '[chart/job] spec.template.spec.initContainers[0].livenessProbe: ',
  );
});

test('SimpleJob rejects a fraction of an extended resource', () => {
  expect(() => containerOf({ resources: { extended: { 'nvidia.com/gpu': 0.5 } } })).toThrow(
    'spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]',
  );
});

test('SimpleJob accepts capabilities by name, also ALL', () => {
  expect(
    containerOf({ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } })
      .securityContext,
  ).toEqual({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } });
});

test('SimpleJob writes the seccomp profile', () => {
  expect(
    containerOf({
      securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } },
    }).securityContext,
  ).toEqual({ seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } });
});

test('SimpleJob writes the fields for Jobs and their schedulers', () => {
  const { metadata, spec } = jobMadeBy(
    (chart) =>
      new SimpleJob(chart, 'job', {
        image: 'i',
        suspend: true,
        podReplacementPolicy: 'Failed',
        managedBy: 'kueue.x-k8s.io/multikueue',
        queueName: 'batch',
        enableServiceLinks: false,
        shareProcessNamespace: true,
      }),
  );
  expect(spec).toMatchObject({
    suspend: true,
    podReplacementPolicy: 'Failed',
    managedBy: 'kueue.x-k8s.io/multikueue',
  });
  expect(spec.template.spec).toMatchObject({
    enableServiceLinks: false,
    shareProcessNamespace: true,
  });
  expect(metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'batch' });
});

test('SimpleJob does not change the array of volumeMounts that it is given', () => {
  const volumeMounts: NonNullable<ContainerProps['volumeMounts']> = [];
  jobMadeBy((chart) => {
    const job = new SimpleJob(chart, 'job', { containers: [{ image: 'i', volumeMounts }] });
    job.containers[0].mount('/d', kplus.Volume.fromEmptyDir(chart, 'v', 'v'));
  });
  expect(volumeMounts).toEqual([]);
});
