import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { container, env, volume } from '../manifests';

const from = (...envFrom: JsonObject[]) => container({ envFrom });
const CONFIG_MAP = { configMapRef: { name: 'app' } };
const SECRET = { secretRef: { name: 'keys' } };
const source = (valueFrom: JsonObject) => env({ name: 'A', valueFrom });
const field = (fieldPath: string, part: JsonObject = {}) =>
  source({ fieldRef: { fieldPath, ...part } });
const FIELD = { fieldRef: { fieldPath: 'metadata.name' } };
const fieldFile = (fieldPath: string) =>
  volume({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath } }] } });
const resource = (name: string | undefined, part: JsonObject = {}) =>
  source({ resourceFieldRef: { resource: name, ...part } });
const resourceFile = (part: JsonObject) =>
  volume({
    downwardAPI: {
      items: [
        { path: 'a', resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', ...part } },
      ],
    },
  });
const divided = (name: string, divisor: string | number) => resource(name, { divisor });
const file = (part: JsonObject, volumes: JsonObject[] = [{ name: 'data', emptyDir: {} }]) =>
  container(
    {
      env: [
        {
          name: 'A',
          valueFrom: { fileKeyRef: { volumeName: 'data', path: 'a.env', key: 'A', ...part } },
        },
      ],
    },
    { volumes },
  );

export const envExamples: Examples = {
  'env/name': {
    bad: [
      env({ name: 'A=B' }),
      env({ name: 'Ä' }),
      on(31, env({ name: '1ST' })),
      on(31, env({ name: 'A B' })),
      on(31, env({ name: '..' })),
    ],
    good: [
      env({ name: 'A_B' }),
      env({ name: '1ST' }),
      env({ name: 'A B' }),
      on(31, env({ name: 'A.B-C' })),
    ],
  },
  'env/prefix': {
    bad: [from({ ...CONFIG_MAP, prefix: 'A=' }), on(31, from({ ...CONFIG_MAP, prefix: '1' }))],
    good: [
      from({ ...CONFIG_MAP, prefix: 'A_' }),
      from({ ...CONFIG_MAP, prefix: '' }),
      from({ ...CONFIG_MAP, prefix: '1' }),
      on(31, from({ ...CONFIG_MAP, prefix: 'A_' })),
    ],
  },
  'env/one-source': {
    bad: [
      env({ name: 'A', value: 'a', valueFrom: FIELD }),
      source({}),
      source({ ...FIELD, secretKeyRef: { name: 'keys', key: 'a' } }),
    ],
    good: [
      source(FIELD),
      env({ name: 'A', value: 'a' }),
      env({ name: 'A', value: '', valueFrom: FIELD }),
    ],
  },
  'env/from-one-source': {
    bad: [from({ ...CONFIG_MAP, ...SECRET }), from({})],
    good: [from(CONFIG_MAP, SECRET), from(SECRET)],
  },
  'env/data-key': {
    bad: [
      source({ secretKeyRef: { name: 'keys', key: 'my key' } }),
      source({ configMapKeyRef: { name: 'app', key: '..a' } }),
      source({ configMapKeyRef: { name: 'app', key: '.' } }),
      source({ configMapKeyRef: { name: 'app', key: 'a'.repeat(254) } }),
    ],
    good: [
      source({ secretKeyRef: { name: 'keys', key: 'my-key' } }),
      source({ configMapKeyRef: { name: 'app', key: '.a' } }),
      source({ configMapKeyRef: { name: 'app', key: 'a'.repeat(253) } }),
    ],
  },
  'env/file': {
    bad: [
      file({}, [{ name: 'data', secret: { secretName: 'keys' } }]),
      file({}, []),
      file({ volumeName: 'another' }),
      file({ path: '../a.env' }),
      file({ key: 'A=B' }),
      file({}, [
        { name: 'other', emptyDir: {} },
        { name: 'data', secret: { secretName: 'keys' } },
      ]),
      env({
        name: 'A',
        valueFrom: { fileKeyRef: { volumeName: 'data', path: 'a.env', key: 'A' } },
      }),
    ],
    good: [
      file({}),
      file({ path: 'a/..b' }),
      file({}, [{ name: 'other', secret: { secretName: 'keys' } }, { name: 'data' }]),
    ],
  },
  'env/field': {
    bad: [
      field('spec.containers'),
      field('metadata.labels'),
      field("metadata.name['a']"),
      field("metadata.labels['a b']"),
      field("metadata.annotations['a b']"),
      field('metadata.name', { apiVersion: 'v2' }),
      fieldFile('status.podIP'),
      fieldFile("spec.labels['a']"),
      field("metadata.labels['Example.com/a']"),
    ],
    good: [
      field('status.podIP'),
      field('metadata.name', { apiVersion: 'v1' }),
      field("metadata.labels['a']"),
      field("metadata.annotations['Example.com/A']"),
      fieldFile("metadata.annotations['a']"),
      ...['name', 'namespace', 'uid', 'labels', 'annotations'].map((name) =>
        fieldFile(`metadata.${name}`),
      ),
      ...[
        'metadata.namespace',
        'metadata.uid',
        'spec.nodeName',
        'spec.host',
        'spec.serviceAccountName',
        'status.hostIP',
        'status.hostIPs',
        'status.podIPs',
      ].map((name) => field(name)),
    ],
  },
  'env/resource-field': {
    bad: [
      resource('cpu'),
      resource(undefined),
      resource('limits.pods'),
      resourceFile({ containerName: undefined }),
      resourceFile({ resource: 'cpu' }),
      resource('cpu', { divisor: '2' }),
    ],
    good: [
      resource('limits.cpu'),
      resource('requests.hugepages-2Mi'),
      resource('requests.memory', { containerName: 'main' }),
      resourceFile({}),
    ],
  },
  'env/divisor': {
    bad: [
      divided('limits.memory', '2Mi'),
      divided('limits.cpu', '1Mi'),
      divided('requests.memory', '1m'),
      divided('requests.ephemeral-storage', '10'),
      divided('limits.hugepages-2Mi', '3'),
    ],
    good: [
      divided('limits.memory', '1Mi'),
      divided('limits.cpu', '1m'),
      divided('limits.cpu', 1),
      divided('limits.memory', 0),
      divided('requests.memory', '1k'),
      divided('limits.hugepages-2Mi', '1Ki'),
      divided('limits.memory', '1024Ki'),
      divided('limits.memory', '0'),
    ],
  },
};
