import type { Json, JsonObject } from '../../../src/kubernetes/json';
import type { StructName } from '../../../src/kubernetes/schema/field';
import { decode } from '../../../src/kubernetes/server/decode';

const MINOR = 35;
const problemsOf = (name: StructName, json: JsonObject, minor = MINOR) =>
  decode(name, json, minor).problems.map(({ kind, path }) => `${kind} ${path}`);
const messageOf = (name: StructName, json: JsonObject, minor = MINOR) =>
  decode(name, json, minor).problems[0].message;
const inPod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const inContainer = (container: JsonObject) => inPod({ containers: [container] });

describe('decode', () => {
  test('decodes a manifest without unknown fields unchanged', () => {
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

  test('creates the structs that are not pointers, even if they are not in the JSON', () => {
    expect(decode('CronJob', {}, MINOR).value).toEqual({
      metadata: {},
      spec: { jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: {} } } } },
      status: {},
    });
    expect(decode('Container', {}, MINOR).value).toEqual({ resources: {} });
    expect(decode('PodSpec', {}, MINOR).value).toEqual({});
  });

  test.each<[string, StructName, JsonObject, string]>([
    ['at the top level', 'Job', { specs: {} }, 'unknown-field specs'],
    ['in a struct', 'Job', inPod({ image: 'x' }), 'unknown-field spec.template.spec.image'],
    [
      'in an item of a list',
      'Job',
      inPod({ containers: [{}, { img: 'x' }] }),
      'unknown-field spec.template.spec.containers[1].img',
    ],
    ['in another case', 'Job', { spec: { backOffLimit: 1 } }, 'unknown-field spec.backOffLimit'],
    ['of a Job in a CronJob', 'CronJob', { spec: { template: {} } }, 'unknown-field spec.template'],
    ['with the value null', 'Job', { spec: { retries: null } }, 'unknown-field spec.retries'],
    [
      'apiVersion or kind below the top level',
      'Job',
      { spec: { kind: 'Job' } },
      'unknown-field spec.kind',
    ],
    [
      'with the name of a property of every JavaScript object',
      'Job',
      { spec: { constructor: {} } },
      'unknown-field spec.constructor',
    ],
  ])('reports an unknown field %s', (_, name, json, problem) => {
    expect(problemsOf(name, json)).toEqual([problem]);
  });

  test('omits an unknown field from the value', () => {
    expect(decode('OwnerReference', { name: 'a', nick: 'b' }, MINOR).value).toEqual({ name: 'a' });
  });

  test('ignores fields that are undefined', () => {
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
  ])('knows %s.%s since Kubernetes 1.%d', (struct, field, since, value) => {
    const before = decode(struct, { [field]: value }, since - 1);
    expect(before.value).not.toHaveProperty(field);
    expect(problemsOf(struct, { [field]: value }, since - 1)).toEqual([`unknown-field ${field}`]);
    expect(decode(struct, { [field]: value }, since)).toMatchObject({
      value: { [field]: value },
      problems: [],
    });
  });

  test.each<[StructName, string, until: number, Json]>([
    ['PodSpec', 'workloadRef', 35, { name: 'x' }],
    ['PodResourceClaim', 'source', 30, { resourceClaimName: 'x' }],
  ])('knows %s.%s until Kubernetes 1.%d', (struct, field, until, value) => {
    expect(decode(struct, { [field]: value }, until + 1).value).not.toMatchObject({
      [field]: value,
    });
    expect(problemsOf(struct, { [field]: value }, until + 1)).toEqual([`unknown-field ${field}`]);
    expect(decode(struct, { [field]: value }, until)).toMatchObject({
      value: { [field]: value },
      problems: [],
    });
  });

  test.each<[string, JsonObject, string]>([
    ['a string for a number', { spec: { backoffLimit: '3' } }, 'spec.backoffLimit'],
    ['a fraction for an integer', { spec: { backoffLimit: 1.5 } }, 'spec.backoffLimit'],
    ['an integer over 32 bits', { spec: { backoffLimit: 2147483648 } }, 'spec.backoffLimit'],
    [
      'a negative integer over 32 bits',
      { spec: { backoffLimit: -2147483649 } },
      'spec.backoffLimit',
    ],
    [
      'an integer over 64 bits',
      { spec: { activeDeadlineSeconds: 2 ** 63 } },
      'spec.activeDeadlineSeconds',
    ],
    [
      'a boolean for a number',
      { spec: { activeDeadlineSeconds: true } },
      'spec.activeDeadlineSeconds',
    ],
    ['a string for a boolean', { spec: { suspend: 'true' } }, 'spec.suspend'],
    ['a number for a string', { metadata: { name: 1 } }, 'metadata.name'],
    [
      'a boolean for a string, as in unquoted YAML',
      inContainer({ env: [{ name: 'A', value: true }] }),
      'spec.template.spec.containers[0].env[0].value',
    ],
    ['a number for a label', { metadata: { labels: { version: 2 } } }, 'metadata.labels[version]'],
    [
      'a string for a list',
      inContainer({ command: 'ls' }),
      'spec.template.spec.containers[0].command',
    ],
    [
      'an object for a list',
      inPod({ containers: { name: 'main' } }),
      'spec.template.spec.containers',
    ],
    ['a list for an object', { spec: [] }, 'spec'],
    ['a string for an object', { spec: 'x' }, 'spec'],
    ['a list for a map', { metadata: { labels: ['app=x'] } }, 'metadata.labels'],
    [
      'a string for an object in a list',
      inPod({ volumes: ['data'] }),
      'spec.template.spec.volumes[0]',
    ],
    [
      'a number for a string in a list',
      inContainer({ args: ['-n', 3] }),
      'spec.template.spec.containers[0].args[1]',
    ],
    ['a long value', { spec: { suspend: 'x'.repeat(100) } }, 'spec.suspend'],
  ])('reports the wrong type of %s', (_, json, path) => {
    expect(problemsOf('Job', json)).toEqual([`wrong-type ${path}`]);
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
  ])('accepts in %s.%s the value %j', (struct, field, value) => {
    expect(decode(struct, { [field]: value }, MINOR)).toMatchObject({
      value: { [field]: value },
      problems: [],
    });
  });

  test.each<[StructName, string, Json]>([
    ['EmptyDirVolumeSource', 'sizeLimit', '1GB'],
    ['EmptyDirVolumeSource', 'sizeLimit', ''],
    ['EmptyDirVolumeSource', 'sizeLimit', true],
    ['EmptyDirVolumeSource', 'sizeLimit', ['1Gi']],
    ['TCPSocketAction', 'port', true],
    ['TCPSocketAction', 'port', 80.5],
    ['TCPSocketAction', 'port', 2147483648],
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
    ].map((time): [StructName, string, Json] => ['ObjectMeta', 'creationTimestamp', time]),
  ])('rejects in %s.%s the value %j', (struct, field, value) => {
    expect(problemsOf(struct, { [field]: value })).toEqual([`malformed ${field}`]);
    expect(decode(struct, { [field]: value }, MINOR).value).toEqual({});
  });

  test('decodes an invalid item of a list or map as the zero value, so that indexes do not change', () => {
    expect(decode('Container', { args: ['a', 1, 'c'] }, MINOR).value).toMatchObject({
      args: ['a', '', 'c'],
    });
    expect(
      decode('ResourceRequirements', { limits: { cpu: 'much', memory: '1Gi' } }, MINOR).value,
    ).toEqual({ limits: { cpu: '0', memory: '1Gi' } });
  });

  test.each<[string, StructName, JsonObject, JsonObject]>([
    [
      'a field as omitted',
      'ObjectMeta',
      { name: null, labels: null, finalizers: null, creationTimestamp: null },
      {},
    ],
    ['a struct that is a pointer as omitted', 'Container', { lifecycle: null }, { resources: {} }],
    [
      'a struct that is not a pointer as empty',
      'Container',
      { resources: null },
      { resources: {} },
    ],
    [
      'an item of a list of strings as an empty string',
      'ObjectMeta',
      { finalizers: ['a', null] },
      { finalizers: ['a', ''] },
    ],
    [
      'an item of a list of numbers as 0',
      'PodSecurityContext',
      { supplementalGroups: [null, 5] },
      { supplementalGroups: [0, 5] },
    ],
    [
      'an item of a list of structs as an empty struct',
      'PodSpec',
      { containers: [null] },
      { containers: [{ resources: {} }] },
    ],
    [
      'an entry of a map of strings as an empty string',
      'ObjectMeta',
      { labels: { a: null } },
      { labels: { a: '' } },
    ],
    [
      'an entry of a map of quantities as 0',
      'ResourceRequirements',
      { limits: { cpu: null } },
      { limits: { cpu: '0' } },
    ],
  ])('decodes null for %s', (_, struct, json, value) => {
    expect(decode(struct, json, MINOR)).toEqual({ value, problems: [] });
  });

  test('reports every problem in the order of the JSON, with its path', () => {
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

  test('describes each kind of problem', () => {
    const time = { creationTimestamp: 'yesterday' };
    expect({
      misspelled: messageOf('Job', { spec: { backOffLimit: 1 } }),
      unknown: messageOf('Job', { spec: { retries: null } }),
      tooNew: messageOf('JobSpec', { scheduling: {} }, 36),
      tooOld: messageOf('PodSpec', { workloadRef: { name: 'x' } }, 36),
      int32: messageOf('JobSpec', { backoffLimit: '3' }),
      int64: messageOf('JobSpec', { activeDeadlineSeconds: 1.5 }),
      bool: messageOf('JobSpec', { suspend: 'true' }),
      string: messageOf('ObjectMeta', { name: 1 }),
      list: messageOf('Container', { command: 'ls' }),
      object: messageOf('PodSpec', { securityContext: [] }),
      map: messageOf('ObjectMeta', { labels: ['app=x'] }),
      long: messageOf('JobSpec', { suspend: 'x'.repeat(100) }),
      quantity: messageOf('EmptyDirVolumeSource', { sizeLimit: '1GB' }),
      intOrString: messageOf('TCPSocketAction', { port: 80.5 }),
      time: messageOf('ObjectMeta', time),
    }).toMatchSnapshot();
  });
});
