import type { KubeObject } from '../../../src/deploy/kube/objects';
import { changesBetween } from '../../../src/deploy/plan/changes';
import type { JsonObject } from '../../../src/kubernetes/json';

const object = (kind: string, more: JsonObject): KubeObject =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', uid: 'u', resourceVersion: '1' },
    ...more,
  }) as unknown as KubeObject;
const job = (image: string, more: JsonObject = {}) =>
  object('Job', {
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'main', image },
            { name: 'log', image: 'log' },
          ],
          ...more,
        },
      },
    },
  });

test('changesBetween returns no change for equal objects', () => {
  expect(changesBetween(job('a'), job('a'))).toEqual([]);
});

test('changesBetween identifies an item of a list by its name', () => {
  expect(changesBetween(job('a'), job('b'))).toEqual([
    { path: 'spec.template.spec.containers[main].image', from: 'a', to: 'b' },
  ]);
});

test('changesBetween compares a list without names as one value', () => {
  const args = (...list: string[]) => object('X', { spec: { args: list } });
  expect(changesBetween(args('a'), args('a', 'b'))).toEqual([
    { path: 'spec.args', from: ['a'], to: ['a', 'b'] },
  ]);
});

test('changesBetween returns added and removed fields with one value undefined', () => {
  const changes = changesBetween(
    object('X', { spec: { old: 1 } }),
    object('X', { spec: { new: 2 } }),
  );
  expect(changes).toEqual([
    { path: 'spec.old', from: 1, to: undefined },
    { path: 'spec.new', from: undefined, to: 2 },
  ]);
});

test('changesBetween writes keys that are not words in brackets', () => {
  const labelled = (value: string) =>
    object('X', { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': value } } });
  expect(changesBetween(labelled('a'), labelled('b'))).toEqual([
    { path: 'metadata.labels[app.kubernetes.io/name]', from: 'a', to: 'b' },
  ]);
});

test('changesBetween ignores fields that the server assigns', () => {
  const assigned = (uid: string) =>
    object('Job', {
      metadata: {
        name: uid,
        uid,
        resourceVersion: uid,
        generation: 1,
        creationTimestamp: uid,
        managedFields: [uid],
        labels: { 'job-name': uid },
      },
      spec: {
        selector: { matchLabels: { 'controller-uid': uid } },
        template: {
          metadata: {
            labels: {
              'controller-uid': uid,
              'batch.kubernetes.io/controller-uid': uid,
              'job-name': uid,
              'batch.kubernetes.io/job-name': uid,
            },
          },
        },
      },
      status: { active: uid },
    });
  expect(changesBetween(assigned('a'), assigned('b'))).toEqual([]);
});

test('changesBetween hides the values of a Secret', () => {
  const secret = (data: JsonObject) => object('Secret', { type: 'Opaque', data });
  expect(changesBetween(secret({ a: 'b2xk', gone: 'eA==' }), secret({ a: 'bmV3' }))).toEqual([
    { path: 'data.a', from: '***', to: '***' },
    { path: 'data.gone', from: '***' },
  ]);
});

test('changesBetween reports the order of a list whose items have names', () => {
  const env = (...names: string[]) =>
    object('X', { spec: { env: names.map((name) => ({ name, value: name })) } });
  expect(changesBetween(env('A', 'B'), env('B', 'A'))).toEqual([
    { path: 'spec.env[*].name', from: ['A', 'B'], to: ['B', 'A'] },
  ]);
  expect(changesBetween(env('A', 'B'), env('A', 'C', 'B'))).toMatchObject([
    { path: 'spec.env[C]', to: { name: 'C' } },
  ]);
});

test('changesBetween masks the copy of a Secret that kubectl keeps in an annotation', () => {
  const secret = (token: string): KubeObject => ({
    ...object('Secret', { data: { token } }),
    metadata: {
      ...object('Secret', {}).metadata,
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { token } }),
      },
    },
  });
  const changes = changesBetween(secret('bjN3'), secret('b2xk'));
  expect(changes).toHaveLength(2);
  expect(JSON.stringify(changes)).not.toMatch(/bjN3|b2xk/);
});
