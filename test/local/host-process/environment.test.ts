import type { JsonObject } from '../../../src/kubernetes/json';
import {
  ContainerConfigError,
  environmentOf,
  References,
} from '../../../src/local/host-process/environment';
import type { StoredObject } from '../../../src/local/store/stored-object';

const pod: StoredObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'a-0',
    namespace: 'shop',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { 'batch.kubernetes.io/job-completion-index': '7' },
  },
  spec: { nodeName: 'n' },
};
const object = (data: JsonObject) => ({ ...pod, data });
const references: References = {
  configMap: (name) => (name === 'c' ? object({ HOST: 'db', PORT: '1' }) : undefined),
  secret: (name) => (name === 's' ? object({ key: 'cMOkc3N3b3Jk' }) : undefined),
};
const env = (container: JsonObject) => environmentOf(container, pod, references);

describe('the environment of a container', () => {
  test('has envFrom first, and env in its order, which may refer to what is before', () => {
    expect(
      env({
        envFrom: [{ configMapRef: { name: 'c' } }, { prefix: 'S_', secretRef: { name: 's' } }],
        env: [
          { name: 'PORT', value: '2' },
          { name: 'URL', value: '$(HOST):$(PORT)/$(LATER)$$(HOST)' },
          { name: 'LATER', value: 'x' },
        ],
      }),
    ).toEqual({
      HOST: 'db',
      PORT: '2',
      S_key: 'pässword',
      URL: 'db:2/$(LATER)$(HOST)',
      LATER: 'x',
    });
  });

  test('has fields of the Pod and entries of ConfigMaps and Secrets', () => {
    const index = "metadata.labels['batch.kubernetes.io/job-completion-index']";
    expect(
      env({
        env: [
          { name: 'INDEX', valueFrom: { fieldRef: { fieldPath: index } } },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'HOST', valueFrom: { configMapKeyRef: { name: 'c', key: 'HOST' } } },
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'key' } } },
          {
            name: 'NONE',
            valueFrom: { secretKeyRef: { name: 'missing', key: 'key', optional: true } },
          },
        ],
      }),
    ).toEqual({ INDEX: '7', NAME: 'a-0', HOST: 'db', KEY: 'pässword' });
  });

  test.each([
    ['a ConfigMap', { envFrom: [{ configMapRef: { name: 'missing' } }] }],
    ['a Secret', { envFrom: [{ secretRef: { name: 'missing' } }] }],
    ['a key', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'no' } } }] }],
    ['a field', { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.no' } } }] }],
    ['a source', { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'x' } } }] }],
  ])('does not exist without %s that is not optional', (_, container) => {
    expect(() => env(container)).toThrow(ContainerConfigError);
  });
});
