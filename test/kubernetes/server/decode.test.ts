import type { Json, JsonObject } from '../../../src/kubernetes/json';
import type { StructName } from '../../../src/kubernetes/schema/field';
import { decode } from '../../../src/kubernetes/server/decode';

const MINOR = 35;
const problemsOf = (name: StructName, json: JsonObject, minor = MINOR) =>
  decode(name, json, minor).problems.map(
    ({ kind, path, message }) => `${kind} ${path}: ${message}`,
  );
const inPod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const inContainer = (container: JsonObject) => inPod({ containers: [container] });

test('a manifest that holds nothing unknown is read as it is written', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'report',
      labels: { app: 'report' },
      creationTimestamp: '2026-01-31T08:00:00Z',
    },
    spec: {
      parallelism: 2,
      suspend: false,
      template: {
        metadata: {},
        spec: {
          hostNetwork: false,
          containers: [
            {
              name: 'main',
              command: [],
              resources: { limits: { cpu: '500m', memory: 1024 } },
              ports: [],
            },
          ],
        },
      },
    },
    status: {},
  };
  expect(decode('Job', job, MINOR)).toEqual({ value: job, problems: [] });
});

test('a struct that is no pointer is there even if nothing was written, one that is a pointer is not', () => {
  expect(decode('CronJob', {}, MINOR).value).toEqual({
    metadata: {},
    spec: { jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: {} } } } },
    status: {},
  });
  expect(decode('Container', {}, MINOR).value).toEqual({ resources: {} });
  expect(decode('PodSpec', {}, MINOR).value).toEqual({});
});

test.each<[string, StructName, JsonObject, string]>([
  [
    'at the top',
    'Job',
    { specs: {} },
    'unknown-field specs: Job has no field of this name; spec is probably meant',
  ],
  [
    'in a struct',
    'Job',
    inPod({ image: 'x' }),
    'unknown-field spec.template.spec.image: PodSpec has no field of this name',
  ],
  [
    'in an item of a list',
    'Job',
    inPod({ containers: [{}, { img: 'x' }] }),
    'unknown-field spec.template.spec.containers[1].img: Container has no field of this name',
  ],
  [
    'in other letters than it is spelled in',
    'Job',
    { spec: { backOffLimit: 1 } },
    'unknown-field spec.backOffLimit: JobSpec has no field of this name; backoffLimit is probably meant',
  ],
  [
    'of a Job in a CronJob',
    'CronJob',
    { spec: { template: {} } },
    'unknown-field spec.template: CronJobSpec has no field of this name',
  ],
  [
    'null too',
    'Job',
    { spec: { retries: null } },
    'unknown-field spec.retries: JobSpec has no field of this name',
  ],
  [
    'apiVersion and kind anywhere but at the top',
    'Job',
    { spec: { kind: 'Job' } },
    'unknown-field spec.kind: JobSpec has no field of this name',
  ],
  [
    'a name that all objects of JavaScript have',
    'Job',
    { spec: { constructor: {} } },
    'unknown-field spec.constructor: JobSpec has no field of this name',
  ],
])('an unknown field is refused, %s', (_, name, json, problem) => {
  expect(problemsOf(name, json)).toEqual([problem]);
});

test('an unknown field is not read, and what is beside it is', () => {
  expect(decode('OwnerReference', { name: 'a', nick: 'b' }, MINOR).value).toEqual({ name: 'a' });
});

test('what is explicitly undefined was not written, whatever its name', () => {
  expect(decode('OwnerReference', { nick: undefined, name: undefined }, MINOR)).toEqual({
    value: {},
    problems: [],
  });
  expect(decode('LabelSelector', { matchLabels: { a: undefined } }, MINOR)).toEqual({
    value: { matchLabels: {} },
    problems: [],
  });
});

test.each<[StructName, string, since: number, Json]>([
  ['JobSpec', 'backoffLimitPerIndex', 28, 1],
  ['JobSpec', 'successPolicy', 30, {}],
  ['JobSpec', 'scheduling', 37, {}],
  ['PodSpec', 'resources', 32, {}],
  ['PodSpec', 'workloadRef', 35, {}],
  ['Container', 'restartPolicy', 28, 'Always'],
  ['Volume', 'image', 31, {}],
  ['EmptyDirVolumeSource', 'mode', 37, 0],
])('%s.%s is there since Kubernetes 1.%d, and unknown before', (struct, field, since, value) => {
  const before = decode(struct, { [field]: value }, since - 1);
  expect(before.value).not.toHaveProperty(field);
  expect(problemsOf(struct, { [field]: value }, since - 1)).toEqual([
    `unknown-field ${field}: there since Kubernetes 1.${since}, and 1.${since - 1} does not know it`,
  ]);
  expect(decode(struct, { [field]: value }, since)).toMatchObject({
    value: { [field]: value },
    problems: [],
  });
});

test.each<[StructName, string, until: number, Json]>([
  ['PodSpec', 'workloadRef', 35, { name: 'x' }],
  ['PodResourceClaim', 'source', 30, { resourceClaimName: 'x' }],
])('%s.%s is there until Kubernetes 1.%d, and unknown after', (struct, field, until, value) => {
  expect(decode(struct, { [field]: value }, until + 1).value).not.toMatchObject({ [field]: value });
  expect(problemsOf(struct, { [field]: value }, until + 1)).toEqual([
    `unknown-field ${field}: there until Kubernetes 1.${until}, and 1.${until + 1} does not know it any more`,
  ]);
  expect(decode(struct, { [field]: value }, until)).toMatchObject({
    value: { [field]: value },
    problems: [],
  });
});

test.each<[string, JsonObject, string]>([
  [
    'text where a number goes',
    { spec: { backoffLimit: '3' } },
    'spec.backoffLimit: "3" is not a whole number of 32 bits',
  ],
  [
    'a fraction',
    { spec: { backoffLimit: 1.5 } },
    'spec.backoffLimit: 1.5 is not a whole number of 32 bits',
  ],
  [
    'one more than 32 bits hold',
    { spec: { backoffLimit: 2147483648 } },
    'spec.backoffLimit: 2147483648 is not a whole number of 32 bits',
  ],
  [
    'one less than 32 bits hold',
    { spec: { backoffLimit: -2147483649 } },
    'spec.backoffLimit: -2147483649 is not a whole number of 32 bits',
  ],
  [
    'one more than 64 bits hold',
    { spec: { activeDeadlineSeconds: 2 ** 63 } },
    'spec.activeDeadlineSeconds: 9223372036854776000 is not a whole number of 64 bits',
  ],
  [
    'true where a number goes',
    { spec: { activeDeadlineSeconds: true } },
    'spec.activeDeadlineSeconds: true is not a whole number of 64 bits',
  ],
  [
    'text where true or false goes',
    { spec: { suspend: 'true' } },
    'spec.suspend: "true" is not true or false',
  ],
  ['a number where text goes', { metadata: { name: 1 } }, 'metadata.name: 1 is not a string'],
  [
    'true where text goes, as unquoted YAML has it',
    inContainer({ env: [{ name: 'A', value: true }] }),
    'spec.template.spec.containers[0].env[0].value: true is not a string',
  ],
  [
    'a number for a label',
    { metadata: { labels: { version: 2 } } },
    'metadata.labels[version]: 2 is not a string',
  ],
  [
    'text where a list goes',
    inContainer({ command: 'ls' }),
    'spec.template.spec.containers[0].command: "ls" is not a list',
  ],
  [
    'an object where a list goes',
    inPod({ containers: { name: 'main' } }),
    'spec.template.spec.containers: {"name":"main"} is not a list',
  ],
  ['a list where an object goes', { spec: [] }, 'spec: [] is not an object'],
  ['text where an object goes', { spec: 'x' }, 'spec: "x" is not an object'],
  [
    'a list where a map goes',
    { metadata: { labels: ['app=x'] } },
    'metadata.labels: ["app=x"] is not an object',
  ],
  [
    'text where an item is an object',
    inPod({ volumes: ['data'] }),
    'spec.template.spec.volumes[0]: "data" is not an object',
  ],
  [
    'a number where an item is text',
    inContainer({ args: ['-n', 3] }),
    'spec.template.spec.containers[0].args[1]: 3 is not a string',
  ],
  [
    'a long value, which is shortened',
    { spec: { suspend: 'x'.repeat(100) } },
    `spec.suspend: "${'x'.repeat(79)}… is not true or false`,
  ],
])('a wrong type is refused: %s', (_, json, problem) => {
  expect(problemsOf('Job', json)).toEqual([`wrong-type ${problem}`]);
});

test.each<[StructName, string, Json]>([
  ['JobSpec', 'backoffLimit', 2147483647],
  ['JobSpec', 'backoffLimit', -2147483648],
  ['JobSpec', 'activeDeadlineSeconds', 2 ** 53],
  ['JobSpec', 'activeDeadlineSeconds', -(2 ** 63)],
  ['TCPSocketAction', 'port', 80],
  ['TCPSocketAction', 'port', 'http'],
  ['TCPSocketAction', 'port', ''],
  ['EmptyDirVolumeSource', 'sizeLimit', '1Gi'],
  ['EmptyDirVolumeSource', 'sizeLimit', 1.5],
  ['EmptyDirVolumeSource', 'sizeLimit', '-1e3'],
  ['ObjectMeta', 'creationTimestamp', '2024-02-29T23:59:59Z'],
  ['ObjectMeta', 'creationTimestamp', '2026-01-31T08:00:00.123456789+05:30'],
  ['ObjectMeta', 'creationTimestamp', '2026-01-31T08:00:00,5-11:00'],
  ['ManagedFieldsEntry', 'fieldsV1', { 'f:spec': {} }],
])('%s.%s can be %j', (struct, field, value) => {
  expect(decode(struct, { [field]: value }, MINOR)).toMatchObject({
    value: { [field]: value },
    problems: [],
  });
});

test.each<[StructName, string, Json, string]>([
  ['EmptyDirVolumeSource', 'sizeLimit', '1GB', 'a quantity such as 500m, 2 or 1Gi'],
  ['EmptyDirVolumeSource', 'sizeLimit', '', 'a quantity such as 500m, 2 or 1Gi'],
  ['EmptyDirVolumeSource', 'sizeLimit', true, 'a quantity such as 500m, 2 or 1Gi'],
  ['EmptyDirVolumeSource', 'sizeLimit', ['1Gi'], 'a quantity such as 500m, 2 or 1Gi'],
  ['TCPSocketAction', 'port', true, 'a whole number or a string'],
  ['TCPSocketAction', 'port', 80.5, 'a whole number or a string'],
  ['TCPSocketAction', 'port', 2147483648, 'a whole number or a string'],
  ...[
    '2026-01-31',
    '2026-01-31T08:00:00',
    '2026-01-31 08:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T08:60:00Z',
    '2026-01-31T08:00:60Z',
    '2026-00-31T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-02-29T08:00:00Z',
    '2026-04-31T08:00:00Z',
    '2026-01-00T08:00:00Z',
    '2026-01-31t08:00:00z',
    '2026-01-31T08:00:00+0530',
    '2026-01-31T08:00:00.Z',
    ' 2026-01-31T08:00:00Z',
    '',
    1769846400,
  ].map((time): [StructName, string, Json, string] => [
    'ObjectMeta',
    'creationTimestamp',
    time,
    'a time such as 2026-01-31T08:00:00Z',
  ]),
])('%s.%s cannot be %j: it is not %s', (struct, field, value, wanted) => {
  expect(problemsOf(struct, { [field]: value })).toEqual([
    `malformed ${field}: ${JSON.stringify(value)} is not ${wanted}`,
  ]);
  expect(decode(struct, { [field]: value }, MINOR).value).toEqual({});
});

test('what cannot be read in a list or a map is there as an empty one, so that the others keep their places', () => {
  expect(decode('Container', { args: ['a', 1, 'c'] }, MINOR).value).toMatchObject({
    args: ['a', '', 'c'],
  });
  expect(
    decode('ResourceRequirements', { limits: { cpu: 'much', memory: '1Gi' } }, MINOR).value,
  ).toEqual({ limits: { cpu: '0', memory: '1Gi' } });
});

test.each<[string, StructName, JsonObject, JsonObject]>([
  [
    'for a field it was not written',
    'ObjectMeta',
    { name: null, labels: null, finalizers: null, creationTimestamp: null },
    {},
  ],
  ['for a struct it was not written', 'Container', { lifecycle: null }, { resources: {} }],
  [
    'for a struct that is always there, that one',
    'Container',
    { resources: null },
    { resources: {} },
  ],
  [
    'in a list of text it is an empty text',
    'ObjectMeta',
    { finalizers: ['a', null] },
    { finalizers: ['a', ''] },
  ],
  [
    'in a list of numbers it is 0',
    'PodSecurityContext',
    { supplementalGroups: [null, 5] },
    { supplementalGroups: [0, 5] },
  ],
  [
    'in a list of structs it is an empty one, with what is always there',
    'PodSpec',
    { containers: [null] },
    { containers: [{ resources: {} }] },
  ],
  [
    'in a map of text it is an empty text',
    'ObjectMeta',
    { labels: { a: null } },
    { labels: { a: '' } },
  ],
  [
    'in a map of quantities it is 0',
    'ResourceRequirements',
    { limits: { cpu: null } },
    { limits: { cpu: '0' } },
  ],
])('null is never wrong: %s', (_, struct, json, value) => {
  expect(decode(struct, json, MINOR)).toEqual({ value, problems: [] });
});

test('everything that is wrong is told at once, in the order in which it is written, with the way there', () => {
  const { problems } = decode(
    'Job',
    {
      kind: 'Job',
      spec: {
        parallelism: 'two',
        template: {
          spec: {
            containers: [
              { resources: { limits: { 'example.com/gpu': 'x' } }, ports: [{ port: 1 }] },
            ],
          },
        },
      },
      data: {},
    },
    MINOR,
  );
  expect(problems.map(({ kind, path }) => [kind, path.toString()])).toEqual([
    ['wrong-type', 'spec.parallelism'],
    ['malformed', 'spec.template.spec.containers[0].resources.limits[example.com/gpu]'],
    ['unknown-field', 'spec.template.spec.containers[0].ports[0].port'],
    ['unknown-field', 'data'],
  ]);
  expect(problems[1].path.steps()).toEqual([
    'spec',
    'template',
    'spec',
    'containers',
    0,
    'resources',
    'limits',
    'example.com/gpu',
  ]);
});
