import type { JsonObject } from '../../../src/kubernetes/json';
import type { StructName } from '../../../src/kubernetes/schema/field';
import { marshal } from '../../../src/kubernetes/server/marshal';

const MINOR = 35;

test.each<[string | number, string]>([
  ['1', '1'],
  ['100m', '100m'],
  ['1Gi', '1Gi'],
  [2, '2'],
  [0.5, '500m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.50', '1500m'],
  ['1000', '1k'],
  ['1000000', '1M'],
  ['1000k', '1M'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Gi', '512Mi'],
  ['2048Ki', '2Mi'],
  ['1024', '1024'],
  ['0.5Ki', '512'],
  ['1e3', '1e3'],
  ['3e2', '300'],
  ['12e5', '1200e3'],
  ['1000e3', '1e6'],
  ['0', '0'],
  ['0Gi', '0'],
  ['0.0', '0'],
  ['-1000m', '-1'],
  [' 1 ', '1'],
  // Kept as they are written: no value in them has to be calculated.
  ['+1', '+1'],
  ['1.', '1.'],
  ['1E3', '1E3'],
])('marshal writes the quantity %j as %j', (written, canonical) => {
  expect(marshal('ResourceRequirements', { limits: { cpu: written } }, MINOR)).toEqual({
    limits: { cpu: canonical },
  });
});

test('marshal writes quantities in canonical form at every depth', () => {
  expect(marshal('Volume', { name: 'v', emptyDir: { sizeLimit: '1024Mi' } }, MINOR)).toEqual({
    name: 'v',
    emptyDir: { sizeLimit: '1Gi' },
  });
  expect(
    marshal(
      'PodSpec',
      {
        containers: [{ name: 'a', resources: { requests: { cpu: '0.5' } } }],
        overhead: { cpu: 0.1 },
      },
      MINOR,
    ),
  ).toEqual({
    containers: [{ name: 'a', resources: { requests: { cpu: '500m' } } }],
    overhead: { cpu: '100m' },
  });
});

test('marshal does not change a string that looks like a quantity', () => {
  expect(marshal('EnvVar', { name: 'CPU', value: '1000m' }, MINOR)).toEqual({
    name: 'CPU',
    value: '1000m',
  });
  expect(marshal('ObjectMeta', { labels: { memory: '1024Mi' } }, MINOR)).toEqual({
    labels: { memory: '1024Mi' },
  });
});

test.each([
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z'],
  ['2026-01-31T08:00:00+05:30', '2026-01-31T02:30:00Z'],
  ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
  ['2025-12-31T23:30:00-01:00', '2026-01-01T00:30:00Z'],
  ['2026-01-31T08:00:00.999999999Z', '2026-01-31T08:00:00Z'],
  ['2026-01-31T08:00:00,5Z', '2026-01-31T08:00:00Z'],
])('marshal writes the time %s as %s', (written, canonical) => {
  expect(marshal('ObjectMeta', { creationTimestamp: written }, MINOR)).toEqual({
    creationTimestamp: canonical,
  });
});

test.each<[string, StructName, object, JsonObject]>([
  ['an empty string', 'EnvVar', { name: 'A', value: '' }, { name: 'A' }],
  ['false', 'PodSpec', { containers: [], hostNetwork: false }, { containers: null }],
  ['0', 'ContainerPort', { containerPort: 80, hostPort: 0 }, { containerPort: 80 }],
  ['an empty list', 'ExecAction', { command: [] }, {}],
  ['an empty map', 'ObjectMeta', { labels: {} }, {}],
  ['a date that is not given', 'ObjectMeta', {}, {}],
])('marshal omits %s where the type omits empty values', (_, struct, value, expected) => {
  expect(marshal(struct, value, MINOR)).toEqual(expected);
});

test.each<[string, StructName, JsonObject]>([
  ['false', 'SecretKeySelector', { key: 'a', optional: false }],
  ['0', 'SecretVolumeSource', { defaultMode: 0 }],
  ['an empty string', 'HostPathVolumeSource', { path: '/var', type: '' }],
  ['an empty struct', 'Volume', { name: 'v', emptyDir: {} }],
  ['a quantity of 0', 'EmptyDirVolumeSource', { sizeLimit: '0' }],
])('marshal writes %s where it differs from unset', (_, struct, value) => {
  expect(marshal(struct, value, MINOR)).toEqual(value);
});

test.each<[string, StructName, object, JsonObject]>([
  ['a required string', 'ContainerResizePolicy', {}, { resourceName: '', restartPolicy: '' }],
  ['a required number', 'ContainerPort', {}, { containerPort: 0 }],
  ['a required port, which may be a name', 'TCPSocketAction', {}, { port: 0 }],
  [
    'a required list',
    'PodFailurePolicyOnExitCodesRequirement',
    { operator: 'In' },
    { operator: 'In', values: null },
  ],
  [
    'a required list that is empty',
    'NodeSelector',
    { nodeSelectorTerms: [] },
    { nodeSelectorTerms: null },
  ],
  [
    'a required pointer',
    'ScaleIOVolumeSource',
    { gateway: 'g', system: 's' },
    { gateway: 'g', system: 's', secretRef: null },
  ],
  ['a struct that is not a pointer', 'Container', { name: 'a' }, { name: 'a', resources: {} }],
  [
    'all that is in such a struct',
    'CronJob',
    {},
    {
      metadata: {},
      spec: {
        schedule: '',
        jobTemplate: {
          metadata: {},
          spec: { template: { metadata: {}, spec: { containers: null } } },
        },
      },
      status: {},
    },
  ],
  [
    'a quantity that is not a pointer',
    'ResourceFieldSelector',
    { resource: 'limits.cpu' },
    { resource: 'limits.cpu', divisor: '0' },
  ],
])('marshal writes %s even if it is not given', (_, struct, value, expected) => {
  expect(marshal(struct, value, MINOR)).toEqual(expected);
});

test('marshal writes items of lists and entries of maps even if they are empty', () => {
  expect(marshal('ObjectMeta', { finalizers: ['', 'a'], labels: { a: '' } }, MINOR)).toEqual({
    finalizers: ['', 'a'],
    labels: { a: '' },
  });
  expect(marshal('PodSpec', { containers: [{}] }, MINOR)).toEqual({
    containers: [{ name: '', resources: {} }],
  });
  expect(marshal('PodSecurityContext', { supplementalGroups: [0] }, MINOR)).toEqual({
    supplementalGroups: [0],
  });
});

test('marshal writes fields in the order of the Go types', () => {
  expect(
    Object.keys(marshal('Container', { env: [{ name: 'A' }], image: 'x', name: 'a' }, MINOR)),
  ).toEqual(['name', 'image', 'env', 'resources']);
});

test.each<[minor: number, StructName, object, JsonObject]>([
  [29, 'SuccessPolicyRule', { succeededCount: 1 }, { succeededCount: 1 }],
  [30, 'PodResourceClaim', { name: 'a' }, { name: 'a', source: {} }],
  [31, 'PodResourceClaim', { name: 'a' }, { name: 'a' }],
  [36, 'EmptyDirVolumeSource', { medium: 'Memory', mode: 0o700 }, { medium: 'Memory' }],
  [
    37,
    'EmptyDirVolumeSource',
    { medium: 'Memory', mode: 0o700 },
    { medium: 'Memory', mode: 0o700 },
  ],
])(
  'marshal for Kubernetes 1.%d writes only the fields that it knows of %s',
  (minor, struct, value, expected) => {
    expect(marshal(struct, value, minor)).toEqual(expected);
  },
);

test('marshal writes only fields', () => {
  expect(
    marshal('Job', { apiVersion: 'batch/v1', kind: 'Job', data: {} } as object, MINOR),
  ).not.toHaveProperty('data');
  expect(marshal('EnvVar', { name: 'A', valeu: '1' } as object, MINOR)).toEqual({ name: 'A' });
});
