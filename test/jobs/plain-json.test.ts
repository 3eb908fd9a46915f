import { ApiObject, App, Chart, IResolver, Lazy, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { plainJson } from '../../src/jobs/plain-json';

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.option(tie('value'), { nil: undefined, freq: 3 }), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    tie('value').map((produced) => Lazy.any({ produce: () => produced })),
  ),
})).value;

function byCdk8s(app: App, spec: unknown): unknown {
  const { spec: resolved } = new ApiObject(new Chart(app, 'chart'), 'object', {
    apiVersion: 'v1',
    kind: 'X',
    spec,
  }).toJson();
  return resolved;
}

test('plainJson returns what cdk8s does, in the same order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (spec) => {
      fc.pre(!JSON.stringify(spec).includes('__proto__'));
      const app = new App();
      expect(JSON.stringify(plainJson(app, spec))).toBe(JSON.stringify(byCdk8s(app, spec)));
    }),
  );
});

test.each<[string, object]>([
  ['an object of a class', { a: Size.gibibytes(1) }],
  ['an object that resolves itself', { a: { resolve: () => 'b' } }],
  ['a list with null', { a: [1, null] }],
])('plainJson returns undefined for %s', (_, spec) =>
  expect(plainJson(new App(), spec as never)).toBeUndefined(),
);

test('plainJson returns undefined when the app has its own resolvers', () => {
  const resolver: IResolver = {
    resolve: (context) => {
      if (context.value === 'a') context.replaceValue('b');
    },
  };
  expect(plainJson(new App({ resolvers: [resolver] }), { a: 'a' })).toBeUndefined();
});
