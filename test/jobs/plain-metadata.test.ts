import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { plainMetadata } from '../../src/jobs/plain-metadata';

const texts = fc.dictionary(
  fc.string(),
  fc.oneof(
    fc.string(),
    fc.constant(undefined),
    fc
      .option(fc.string(), { nil: undefined })
      .map((produced) => Lazy.any({ produce: () => produced })),
  ),
  { noNullPrototype: true, maxKeys: 3 },
);
const given = fc.record(
  { labels: texts, annotations: texts, namespace: fc.string({ minLength: 1 }) },
  { requiredKeys: [] },
);
const objectWith = (metadata: object) =>
  new ApiObject(new Chart(new App(), 'chart', { labels: { of: 'chart' } }), 'object', {
    apiVersion: 'v1',
    kind: 'X',
    metadata,
  });

test('it gives what cdk8s gives, in the same order', () => {
  fc.assert(
    fc.property(given, fc.string({ minLength: 1 }), (metadata, name) => {
      fc.pre(!JSON.stringify(metadata).includes('__proto__'));
      const object = objectWith({ ...metadata, name });
      expect(JSON.stringify(plainMetadata(object, object.metadata, name))).toBe(
        JSON.stringify(object.metadata.toJson()),
      );
    }),
  );
});

test.each<[string, (object: ApiObject) => void]>([
  ['a finalizer', ({ metadata }) => metadata.addFinalizers('example.com/f')],
  [
    'an owner',
    ({ metadata }) =>
      metadata.addOwnerReference({ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }),
  ],
  ['a field that was added', ({ metadata }) => metadata.add('generateName', 'g-')],
])('%s is left to cdk8s', (_, add) => {
  const object = objectWith({});
  add(object);
  expect(plainMetadata(object, object.metadata, 'n')).toBeUndefined();
});
