import { Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { jobMadeBy } from './helpers';
import { ContainerProps, InitContainerProps, JobProps, SimpleJob } from '../../src';

const podOf = (props: JobProps): any =>
  jobMadeBy((chart) => new SimpleJob(chart, 'job', props)).spec.template.spec;
const containerOf = (props: Partial<ContainerProps>) =>
  podOf({ containers: [{ image: 'i', ...props }] }).containers[0];

describe('sidecars', () => {
  const sidecar: InitContainerProps = {
    name: 'proxy',
    image: 'proxy',
    restartPolicy: 'Always',
    startup: kplus.Probe.fromCommand(['ready']),
    liveness: kplus.Probe.fromCommand(['alive']),
  };

  test('are init containers that are restarted always', () => {
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

  test('may be added later', () => {
    const { spec } = jobMadeBy((chart) =>
      new SimpleJob(chart, 'job', { image: 'i' }).addInitContainer(sidecar),
    );
    expect(spec.template.spec.initContainers).toMatchObject([
      { name: 'proxy', restartPolicy: 'Always' },
    ]);
  });
});

test('extended resources are limits, which the server takes for requests too', () => {
  expect(
    containerOf({
      resources: { cpu: { request: kplus.Cpu.millis(500) }, extended: { 'nvidia.com/gpu': 2 } },
    }).resources,
  ).toEqual({ requests: { cpu: '500m' }, limits: { 'nvidia.com/gpu': 2 } });
  expect(
    podOf({ image: 'i', resources: { extended: { 'amd.com/gpu': 1 } } }).containers[0].resources,
  ).toEqual({ limits: { 'amd.com/gpu': 1 } });
});

test('sizes need not be whole in the unit in which cdk8s-plus counts them', () => {
  const resources = {
    memory: { request: Size.kibibytes(500), limit: Size.mebibytes(64) },
    ephemeralStorage: { request: Size.mebibytes(1500), limit: Size.gibibytes(2) },
  };
  expect(containerOf({ resources }).resources).toEqual({
    requests: { memory: '500Ki', 'ephemeral-storage': '1500Mi' },
    limits: { memory: '64Mi', 'ephemeral-storage': '2Gi' },
  });
});

test('variables may be left open, or made at synth', () => {
  expect(
    podOf({ image: 'i', env: { A: undefined as never, B: Lazy.any({ produce: () => 'late' }) } })
      .containers[0].env,
  ).toEqual([{ name: 'B', value: 'late' }]);
});

test('probes of an init container that is not a sidecar are an error with a path', () => {
  const init = { name: 'first', image: 'i', liveness: kplus.Probe.fromCommand(['alive']) };
  expect(() => podOf({ image: 'i', initContainers: [init] })).toThrow(
    '[chart/job] spec.template.spec.initContainers[0].livenessProbe: ',
  );
});

test('a part of a device is an error', () => {
  expect(() => containerOf({ resources: { extended: { 'nvidia.com/gpu': 0.5 } } })).toThrow(
    'spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]',
  );
});

test('capabilities are given by name, ALL among them', () => {
  expect(
    containerOf({ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } })
      .securityContext,
  ).toEqual({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } });
});

test('seccomp profiles are kept', () => {
  expect(
    containerOf({
      securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } },
    }).securityContext,
  ).toEqual({ seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } });
});

test('what is particular to Jobs, and to those who schedule them, is written', () => {
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

test('the list of mounts that was given is left alone', () => {
  const volumeMounts: NonNullable<ContainerProps['volumeMounts']> = [];
  jobMadeBy((chart) => {
    const job = new SimpleJob(chart, 'job', { containers: [{ image: 'i', volumeMounts }] });
    job.containers[0].mount('/d', kplus.Volume.fromEmptyDir(chart, 'v', 'v'));
  });
  expect(volumeMounts).toEqual([]);
});
