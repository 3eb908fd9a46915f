import { Chart, Testing } from 'cdk8s';
import * as kplus30 from 'cdk8s-plus-30';
import * as kplus34 from 'cdk8s-plus-34';
import { chartWith } from './helpers';
import { JobDefaults, ScheduledJob, SimpleJob } from '../../src';
import type { Manifest } from '../../src/kubernetes/manifest';

/** The types of each version are other ones, so the same is written for each: that it compiles is half of the test. */
const jobs: [version: string, make: (chart: Chart) => void][] = [
  [
    '30',
    (chart) => {
      const config = new kplus30.ConfigMap(chart, 'config', { data: { a: '1' } });
      new SimpleJob(chart, 'job', {
        serviceAccount: new kplus30.ServiceAccount(chart, 'account', {
          metadata: { name: 'runner' },
        }),
        securityContext: { user: 7 },
        restartPolicy: kplus30.RestartPolicy.ON_FAILURE,
        volumes: [kplus30.Volume.fromEmptyDir(chart, 'scratch', 'scratch')],
        containers: [
          {
            image: 'i',
            imagePullPolicy: kplus30.ImagePullPolicy.ALWAYS,
            envVariables: {
              SECRET: kplus30.EnvValue.fromSecretValue({
                secret: kplus30.Secret.fromSecretName(chart, 's', 'secret'),
                key: 'k',
              }),
            },
            envFrom: [kplus30.Env.fromConfigMap(config)],
            liveness: kplus30.Probe.fromHttpGet('/alive', { port: 80 }),
            lifecycle: { preStop: kplus30.Handler.fromCommand(['stop']) },
            resources: { cpu: { request: kplus30.Cpu.millis(50) } },
            securityContext: { capabilities: { drop: [kplus30.Capability.CHOWN] } },
            volumeMounts: [
              { path: '/config', volume: kplus30.Volume.fromConfigMap(chart, 'v', config) },
            ],
          },
        ],
      });
    },
  ],
  [
    '34',
    (chart) => {
      const config = new kplus34.ConfigMap(chart, 'config', { data: { a: '1' } });
      new SimpleJob(chart, 'job', {
        serviceAccount: new kplus34.ServiceAccount(chart, 'account', {
          metadata: { name: 'runner' },
        }),
        securityContext: { user: 7 },
        restartPolicy: kplus34.RestartPolicy.ON_FAILURE,
        volumes: [kplus34.Volume.fromEmptyDir(chart, 'scratch', 'scratch')],
        containers: [
          {
            image: 'i',
            imagePullPolicy: kplus34.ImagePullPolicy.ALWAYS,
            envVariables: {
              SECRET: kplus34.EnvValue.fromSecretValue({
                secret: kplus34.Secret.fromSecretName(chart, 's', 'secret'),
                key: 'k',
              }),
            },
            envFrom: [kplus34.Env.fromConfigMap(config)],
            liveness: kplus34.Probe.fromHttpGet('/alive', { port: 80 }),
            lifecycle: { preStop: kplus34.Handler.fromCommand(['stop']) },
            resources: { cpu: { request: kplus34.Cpu.millis(50) } },
            securityContext: { capabilities: { drop: [kplus34.Capability.CHOWN] } },
            volumeMounts: [
              { path: '/config', volume: kplus34.Volume.fromConfigMap(chart, 'v', config) },
            ],
          },
        ],
      });
    },
  ],
];

test.each(jobs)('SimpleJob renders values of cdk8s-plus-%s', (version, make) => {
  const chart = chartWith(JobDefaults.none());
  make(chart);
  const manifests = Testing.synth(chart) as Manifest[];
  const configMap = manifests.find(({ kind }) => kind === 'ConfigMap')!.metadata.name;
  const { template } = manifests.find(({ kind }) => kind === 'Job')!.spec as any;
  const volume = expect.stringContaining('configmap');
  expect(template.spec).toEqual({
    restartPolicy: 'OnFailure',
    serviceAccountName: 'runner',
    securityContext: { runAsUser: 7 },
    volumes: [
      { name: volume, configMap: { name: configMap } },
      { name: 'scratch', emptyDir: {} },
    ],
    containers: [
      {
        name: 'main',
        image: 'i',
        imagePullPolicy: 'Always',
        env: [{ name: 'SECRET', valueFrom: { secretKeyRef: { name: 'secret', key: 'k' } } }],
        envFrom: [{ configMapRef: { name: configMap } }],
        livenessProbe: {
          httpGet: { path: '/alive', port: 80, scheme: 'HTTP' },
          failureThreshold: 3,
        },
        lifecycle: { preStop: { exec: { command: ['stop'] } } },
        resources: { requests: { cpu: '50m' } },
        securityContext: {
          capabilities: {
            drop: [version === '34' ? 'CHOWN' : expect.stringMatching(/^(CAP_)?CHOWN$/)],
          },
        },
        volumeMounts: [{ name: volume, mountPath: '/config' }],
      },
    ],
  });
});

test('ScheduledJob renders fields that cdk8s-plus-27 does not have', () => {
  const chart = chartWith(JobDefaults.none());
  const initContainers: kplus34.ContainerProps[] = [
    {
      name: 'proxy',
      image: 'proxy',
      restartPolicy: kplus34.ContainerRestartPolicy.ALWAYS,
      startup: kplus34.Probe.fromCommand(['ready']),
      securityContext: { seccompProfile: { type: kplus34.SeccompProfileType.RUNTIME_DEFAULT } },
    },
  ];
  const props: Pick<kplus34.JobProps, 'shareProcessNamespace' | 'enableServiceLinks'> = {
    shareProcessNamespace: true,
    enableServiceLinks: false,
  };
  new ScheduledJob(chart, 'job', {
    image: 'i',
    schedule: '@daily',
    concurrencyPolicy: kplus34.ConcurrencyPolicy.ALLOW,
    initContainers,
    ...props,
  });
  const [{ spec }] = Testing.synth(chart) as any[];
  expect(spec.concurrencyPolicy).toBe('Allow');
  expect(spec.jobTemplate.spec.template.spec).toMatchObject({
    shareProcessNamespace: true,
    enableServiceLinks: false,
    initContainers: [
      {
        restartPolicy: 'Always',
        startupProbe: { exec: { command: ['ready'] } },
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      },
    ],
  });
});

test('SimpleJob accepts a volume of another version that is added later', () => {
  const chart = chartWith(JobDefaults.none());
  new SimpleJob(chart, 'job', { image: 'i' }).addVolume(
    kplus34.Volume.fromEmptyDir(chart, 'scratch', 'scratch'),
  );
  expect((Testing.synth(chart) as any[])[0].spec.template.spec.volumes).toEqual([
    { name: 'scratch', emptyDir: {} },
  ]);
});
