import * as fc from 'fast-check';
import { deepFreeze, JsonObject } from '../../../src/kubernetes/json';
import { mergePatch } from '../../../src/kubernetes/merge';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../../src/kubernetes/minor';
import { withServerDefaults } from '../../../src/kubernetes/server/with-server-defaults';
import { examplesIn } from '../rules/example';
import { EXAMPLES } from '../rules/examples';
import {
  container,
  cronJob,
  job,
  MINIMAL_CRON_JOB,
  MINIMAL_JOB,
  pod,
  volumes,
} from '../rules/manifests';

const POD = {
  restartPolicy: 'Never',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  containers: [
    {
      name: 'main',
      image: 'busybox:1',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: 'IfNotPresent',
    },
  ],
};
const TEMPLATE = { template: { metadata: {}, spec: POD } };

test('withServerDefaults returns a minimal Job as the API server stores it', () => {
  expect(withServerDefaults(MINIMAL_JOB)).toStrictEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'example' },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      manualSelector: false,
      ...TEMPLATE,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
    },
    status: {},
  });
});

test('withServerDefaults returns a minimal CronJob as the API server stores it', () => {
  expect(withServerDefaults(MINIMAL_CRON_JOB)).toStrictEqual({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'example' },
    spec: {
      schedule: '30 6 * * *',
      concurrencyPolicy: 'Allow',
      suspend: false,
      jobTemplate: { metadata: {}, spec: TEMPLATE },
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    },
    status: {},
  });
});

const podOf = (manifest: JsonObject, minor?: number) =>
  (withServerDefaults(manifest, { minor }) as any).spec.template.spec;
const specOf = (manifest: JsonObject, minor?: number) =>
  withServerDefaults(manifest, { minor }).spec as JsonObject;

test('withServerDefaults writes quantities in canonical form, and omits empty fields', () => {
  const manifest = container(
    {
      resources: { limits: { cpu: '0.5', memory: '1024Mi' }, requests: { cpu: '1u' } },
      args: [],
      env: [{ name: 'A', value: '' }],
    },
    { hostNetwork: false },
  );
  expect(podOf(manifest)).toStrictEqual({
    ...POD,
    containers: [
      {
        ...POD.containers[0],
        resources: { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '1m' } },
        env: [{ name: 'A' }],
      },
    ],
  });
});

test('withServerDefaults keeps a field when the minor has it and enables its feature gate', () => {
  const managed = job({ managedBy: 'example.com/x' });
  expect([29, 30, 31, 32].map((minor) => specOf(managed, minor).managedBy)).toEqual([
    undefined,
    undefined,
    undefined,
    'example.com/x',
  ]);
  const appArmorProfile = { type: 'RuntimeDefault' };
  const confined = pod({ securityContext: { appArmorProfile } });
  expect([29, 30].map((minor) => podOf(confined, minor).securityContext)).toStrictEqual([
    {},
    { appArmorProfile },
  ]);
});

test('withServerDefaults assumes Kubernetes 1.35, the oldest supported minor, by default', () => {
  const sinceThen = pod({ hostnameOverride: 'a', schedulingGroup: { podGroupName: 'a' } });
  expect(withServerDefaults(sinceThen)).toEqual(withServerDefaults(sinceThen, { minor: 35 }));
  expect(withServerDefaults(sinceThen, {})).not.toEqual(
    withServerDefaults(sinceThen, { minor: 34 }),
  );
  const untilThen = pod({
    resources: {},
    volumes: [{ name: 'v', projected: { sources: [{ podCertificate: {} }] } }],
  });
  expect(withServerDefaults(untilThen)).not.toEqual(withServerDefaults(untilThen, { minor: 37 }));
});

test('withServerDefaults derives defaults also from fields that it drops', () => {
  expect(specOf(job({ backoffLimitPerIndex: 1 }), 28)).toMatchObject({ backoffLimit: 2147483647 });
  expect(specOf(job({ backoffLimitPerIndex: 1 }), 28)).not.toHaveProperty('backoffLimitPerIndex');
});

test('withServerDefaults makes a volume whose source the minor does not know an emptyDir', () => {
  const image = volumes({ name: 'data', image: { reference: 'data:1' } });
  expect(podOf(image, 30).volumes).toStrictEqual([{ name: 'data', emptyDir: {} }]);
  expect(podOf(image, 31).volumes).toBeUndefined();
  expect(podOf(image, 35).volumes).toStrictEqual([
    { name: 'data', image: { reference: 'data:1', pullPolicy: 'IfNotPresent' } },
  ]);
});

test('withServerDefaults ignores invalid values and unknown fields', () => {
  const broken = mergePatch(MINIMAL_JOB, {
    spec: { parallelism: 'many', backOffLimit: 1, activeDeadlineSeconds: 1.5 },
    data: {},
  });
  expect(withServerDefaults(broken)).toStrictEqual(withServerDefaults(MINIMAL_JOB));
});

test('withServerDefaults returns fields in the order of the API server', () => {
  const { kind, apiVersion, metadata, spec } = MINIMAL_JOB;
  expect(JSON.stringify(withServerDefaults({ spec, metadata, kind, apiVersion }))).toBe(
    JSON.stringify(withServerDefaults(MINIMAL_JOB)),
  );
  expect(Object.keys(withServerDefaults({ spec, metadata, kind, apiVersion }))).toEqual([
    'apiVersion',
    'kind',
    'metadata',
    'spec',
    'status',
  ]);
});

test.each<[string, JsonObject]>([
  ['a Pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } }],
  ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '' } }],
  ['a Job of another group', { ...MINIMAL_JOB, apiVersion: 'batch.volcano.sh/v1alpha1' }],
  ['a CronJob of a version that was removed', { ...MINIMAL_CRON_JOB, apiVersion: 'batch/v1beta1' }],
  ['a list of Jobs', { apiVersion: 'batch/v1', kind: 'JobList', items: [MINIMAL_JOB] }],
  ['an object without a kind', { apiVersion: 'batch/v1', spec: {} }],
  ['an empty object', {}],
])('withServerDefaults does not change %s', (_, manifest) => {
  expect(withServerDefaults(manifest)).toBe(manifest);
});

const minors = fc.integer({ min: OLDEST_MINOR, max: NEWEST_MINOR });
const quantity = fc.constantFrom<string | number>(
  '1',
  '0.5',
  '1500m',
  '1.0001',
  '1024Mi',
  '1.5Gi',
  '1e3',
  '12e5',
  2,
  0.1,
  '0',
  '3n',
  'x',
);
const text = fc.constantFrom('', 'a', 'data', 'busybox', 'busybox:1', 'Always', 'Never');
const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
const few = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 2 });
const probe = some({
  httpGet: some({ port: fc.constantFrom(0, 80, 'http') }),
  periodSeconds: fc.nat(2),
  exec: some({ command: few(text) }),
});
const containers = few(
  some({
    name: text,
    image: text,
    imagePullPolicy: text,
    livenessProbe: probe,
    stdin: fc.boolean(),
    args: few(fc.option(text)),
    ports: few(some({ containerPort: fc.nat(2), protocol: text })),
    lifecycle: some({ preStop: some({ sleep: some({ seconds: fc.nat(1) }) }), stopSignal: text }),
    resources: some({
      limits: fc.dictionary(text, quantity, { maxKeys: 2 }),
      claims: few(some({ name: text })),
    }),
    volumeMounts: few(some({ name: text, recursiveReadOnly: text })),
    securityContext: some({ procMount: text }),
  }),
);
const pods = some({
  containers,
  initContainers: containers,
  restartPolicy: text,
  hostNetwork: fc.boolean(),
  hostUsers: fc.boolean(),
  serviceAccount: text,
  serviceAccountName: text,
  volumes: few(
    some({
      name: text,
      image: some({ reference: text }),
      emptyDir: some({ sizeLimit: quantity }),
      secret: some({ secretName: text }),
    }),
  ),
  resourceClaims: few(some({ name: text, source: some({ resourceClaimName: text }) })),
});
const jobs = some({
  parallelism: fc.nat(2),
  completions: fc.nat(2),
  backoffLimit: fc.nat(2),
  backoffLimitPerIndex: fc.nat(2),
  managedBy: text,
  suspend: fc.boolean(),
  podFailurePolicy: some({
    rules: few(some({ action: text, onPodConditions: few(some({ type: text, status: text })) })),
  }),
  template: some({ metadata: some({ labels: fc.dictionary(text, fc.option(text)) }), spec: pods }),
});
const metadata = some({
  name: text,
  labels: fc.dictionary(text, text),
  creationTimestamp: fc.constantFrom('2026-01-31T08:00:00,5+02:00', 'x', null),
});
const manifests = fc.oneof(
  fc
    .record({ metadata, spec: jobs })
    .map((parts): JsonObject => ({ apiVersion: 'batch/v1', kind: 'Job', ...parts })),
  fc.record({ metadata, spec: jobs }).map(({ metadata: own, spec }) => ({
    ...cronJob({}),
    metadata: own,
    spec: { schedule: '', jobTemplate: { metadata: own, spec } },
  })),
);

test('withServerDefaults changes nothing when it is applied again', () => {
  fc.assert(
    fc.property(manifests, minors, (manifest, minor) => {
      const once = withServerDefaults(manifest, { minor });
      expect(withServerDefaults(once, { minor })).toStrictEqual(once);
    }),
  );
});

test('withServerDefaults changes no example of a rule when it is applied again', () => {
  const shown = EXAMPLES.flatMap((examples) => Object.values(examples)).flatMap(({ bad, good }) => [
    ...examplesIn(bad),
    ...examplesIn(good),
  ]);
  for (const { manifest, minor } of shown) {
    const once = withServerDefaults(manifest, { minor });
    expect(withServerDefaults(once, { minor })).toStrictEqual(once);
  }
});

test('withServerDefaults does not change the manifest that it is given', () => {
  fc.assert(
    fc.property(manifests, minors, (manifest, minor) => {
      const before = JSON.stringify(manifest);
      const kept = withServerDefaults(deepFreeze(manifest), { minor });
      expect(JSON.stringify(manifest)).toBe(before);
      expect(kept).toEqual(withServerDefaults(manifest, { minor }));
    }),
  );
});
