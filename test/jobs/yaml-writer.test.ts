import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { isMisread } from '../../src/jobs/misread-text';
import { YamlWriter } from '../../src/jobs/yaml-writer';

const byCdk8s = (document: unknown) => Yaml.stringify(document);
/** One that has seen that it writes as cdk8s does. */
const trusted = () => {
  const theirs = jest.fn(byCdk8s);
  const writer = new YamlWriter(theirs);
  writer.document({ a: 1 });
  theirs.mockClear();
  return { writer, theirs };
};

const text = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[\w./:~+-]{0,12}$/),
  fc.stringMatching(/^\d[\dA-Za-z]{0,7}$/),
  fc.stringMatching(/^[eEyYnNoOfFtTrRuU0-9_.:/+-]{1,4}$/),
  fc.stringMatching(/^[ \t\n'"#:{}&*!|>%@`?,a-z0-9-]{0,20}$/),
  fc.stringMatching(/^( ?[a-z-]{1,9}\n?){0,8}$/),
  fc.constantFrom(
    '',
    'y',
    'No',
    'ON',
    'null',
    'Null',
    '~',
    '1',
    '01',
    '0o7',
    '0x1F',
    '1e3',
    '1_000',
    '1:30',
    '.5',
    '.inf',
    '-',
    '--',
    '---',
    '...',
    '=',
    '<<',
    '2026-01-31',
    '1.5',
    'a: b',
    'a #b',
    'a:',
    ' a',
    'a ',
    '\n',
    'a\n',
    'a\n\n',
    '\na',
    '  a\nb',
    'a\n  b',
    'a \nb',
    'a\n ',
    '--- a',
    'a\n---\nb',
    '\u0007',
    'é',
    'x'.repeat(300),
    'a '.repeat(300),
  ),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    text,
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(-0, 2 ** 60, 0.5, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('YamlWriter writes any JSON exactly as cdk8s does', () => {
  const { writer } = trusted();
  fc.assert(
    fc.property(fc.dictionary(text, json, { noNullPrototype: true }), (document) => {
      fc.pre(!isMisread(document));
      expect(writer.document(document)).toBe(byCdk8s(document));
    }),
    { numRuns: 500 },
  );
});

test('YamlWriter writes plain strings itself, and has cdk8s write any other string once', () => {
  const { writer, theirs } = trusted();
  const job = (n: number) => ({
    name: `job-${n}`,
    image: 'registry.example.com/app:1',
    args: ['--shard', String(n), 'echo "on: $SHARD"'],
    retries: n,
    env: [],
    tty: true,
  });
  [1, 2, 3].forEach((n) => writer.document(job(n)));
  expect(theirs.mock.calls).toEqual([[{ k: 'echo "on: $SHARD"' }]]);
});

const twice = { a: 1 };
test.each<[string, unknown]>([
  ['undefined', undefined],
  ['a list', [1]],
  ['null', { a: null }],
  ['a field without a value', { a: undefined }],
  ['a list with a hole', { a: [, 1] }], // eslint-disable-line no-sparse-arrays
  ['an object that occurs twice', { a: twice, b: twice }],
  ['an object of a class', { a: new Date(0) }],
  ['a fraction', { a: 0.5 }],
])('YamlWriter has cdk8s write %s', (_, document) => {
  const { writer, theirs } = trusted();
  expect(writer.document(document)).toBe(byCdk8s(document));
  expect(theirs).toHaveBeenCalledWith(document);
});

test('YamlWriter has cdk8s write all documents when it writes the first one differently', () => {
  const writer = new YamlWriter((document) => JSON.stringify(document));
  expect([{ a: 1 }, { b: 1 }].map((document) => writer.document(document))).toEqual([
    '{"a":1}',
    '{"b":1}',
  ]);
});
