import { randomInt } from 'node:crypto';
import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { buildKubectlReader, readWithKubectl } from './kubectl-reader';
import { hasLoneSurrogate, isMisreadNumber, misreadingOf } from '../../src/jobs/misread-text';
import { YamlWriter } from '../../src/jobs/yaml-writer';

const RUNS = 5_000;
const FIXED = 1;
/** A new seed for each run of the suite. */
const FRESH = randomInt(2 ** 31);

/** Characters that are special to YAML or to one of its readers. */
const SPECIAL = [
  ...' \t\n\r#:-?,[]{}&*!|>\'"%@`~=<.0a',
  ...'\u0000\u0007\u001b\u007f\u0080\u0085\u009f\u00a0\u2028\u2029\ufeff\ufffd\ufffe\uffff',
  '\u{1f600}',
  '\u{1fffe}',
  '\ud800',
  '\udc00',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...SPECIAL), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(' ', '\t', '\n', 'a'), { maxLength: 7 }).map((parts) => parts.join('')),
  fc.stringMatching(/^[-+0-9._xXobeE:a-fT]{1,7}$/),
  fc.stringMatching(/^[-+]?_?0?_?[xobB.]?[0-9_]{1,3}([eE]_?[-+]?[0-9_]{1,2})?$/),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('yes', 'Null', '~', '<<', '=', '---', '...', '2026-01-31', '.inf', '.NaN'),
);
/** The other strings are errors at synth in every app. */
const isWritten = (value: string) => !hasLoneSurrogate(value) && !isMisreadNumber(value);

/** Separators that are read back if another character makes cdk8s write quotes. */
const MAYBE_QUOTED = /[\u2028\u2029]/;

let program: string;
beforeAll(async () => {
  program = await buildKubectlReader();
}, 10 * 60_000);

/** Returns what kubectl reads of each document: undefined if it reads none or several. */
function readBack(documents: readonly string[]): unknown[] {
  return readWithKubectl(
    program,
    documents.map((document) => Buffer.from(document)),
  ).map((result) =>
    result.error === undefined && result.documents.length === 1 ? result.documents[0] : undefined,
  );
}

/** Where a string can be in a document. */
const PLACES: [name: string, place: (value: string) => object][] = [
  ['a value', (value) => ({ k: value })],
  ['a value between others', (value) => ({ a: { b: value, c: 1 }, d: value })],
  ['an item', (value) => ({ a: [{ b: [value, value] }, value] })],
];

describe.each([FIXED, FRESH])('seed %d', (seed) => {
  test.each(PLACES)(
    'a string as %s is read back from the YAML of cdk8s if and only if it is not misread',
    (_, place) => {
      const texts = fc
        .sample(text, { seed, numRuns: RUNS })
        .filter((value) => !hasLoneSurrogate(value));
      const read = readBack(texts.map((value) => Yaml.stringify(place(value))));
      const wrong = texts.filter(
        (value, i) =>
          !MAYBE_QUOTED.test(value) &&
          isEqual(read[i], place(value)) ===
            (isMisreadNumber(value) || misreadingOf(value) !== undefined),
      );
      expect(wrong.slice(0, 40)).toEqual([]);
    },
  );

  test('every document of JobsApp is read back', () => {
    const key = text.filter((value) => isWritten(value) && value !== '<<'); // no key of Kubernetes
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text.filter(isWritten),
        fc.integer(),
        fc.boolean(),
        fc.constant(0.5),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    const document = fc
      .dictionary(key, json, { maxKeys: 4, noNullPrototype: true })
      .map((fields) => ({ apiVersion: 'v1', ...fields }));
    const documents = fc.sample(document, { seed, numRuns: RUNS / 4 });
    const writer = new YamlWriter(Yaml.stringify.bind(Yaml));
    const written = documents.map((one) => writer.document(one));
    const wrong = readBack(written).flatMap((found, i) =>
      isEqual(found, documents[i]) ? [] : [{ yaml: written[i], found }],
    );
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
