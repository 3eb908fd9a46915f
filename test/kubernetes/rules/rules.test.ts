import { Example, examplesIn, RuleExamples } from './example';
import { EXAMPLES } from './examples';
import { LEAST_JOB } from './manifests';
import { RULES } from '../../../src/kubernetes/rules';
import { check, checkUpdate } from '../../../src/kubernetes/rules/check';
import type { Finding } from '../../../src/kubernetes/rules/finding';

/** What is found before any rule is asked. */
const BEFORE_RULES = [
  'manifest/unknown-field',
  'manifest/wrong-type',
  'manifest/malformed',
  'field/dropped',
];
const IDS = [...BEFORE_RULES, ...RULES.map(({ id }) => id)];
const examples: [id: string, RuleExamples][] = EXAMPLES.flatMap((each) => Object.entries(each));

function findings({ manifest, old, minor }: Example): Finding[] {
  return (old ? checkUpdate(old, manifest, { minor }) : check(manifest, { minor }))!;
}

/** The rules by which the server would refuse it. */
function refusals(found: readonly Finding[]): string[] {
  return [
    ...new Set(found.filter(({ severity }) => severity === 'rejected').map(({ rule }) => rule)),
  ].sort();
}

test('every rule has examples, and every example is one of a rule', () => {
  expect(examples.map(([id]) => id).sort()).toEqual([...IDS].sort());
});

const cases = (of: 'bad' | 'good') =>
  examples.flatMap(([id, example]) =>
    examplesIn(example[of]).map((each, i) => [id, i + 1, each] as const),
  );

test.each(cases('bad'))('%s: bad example %d breaks it and nothing else', (id, _, example) => {
  const found = findings(example);
  expect(found).toContainEqual(expect.objectContaining({ rule: id }));
  expect(refusals(found).filter((rule) => rule !== id)).toEqual([...(example.also ?? [])].sort());
});

test.each(cases('good'))(
  '%s: good example %d keeps to it and could be deployed',
  (id, _, example) => {
    expect(
      findings(example).filter(({ rule, severity }) => rule === id || severity === 'rejected'),
    ).toEqual([]);
  },
);

test.each([
  ['batch/v1', 'JobList'],
  ['batch/v1beta1', 'CronJob'],
  ['v1', 'Pod'],
])('no rule is asked about %s %s', (apiVersion, kind) => {
  expect(check({ ...LEAST_JOB, apiVersion, kind })).toBeUndefined();
});

test('no two examples of a rule are the same', () => {
  for (const [id, { bad, good }] of examples) {
    const all = [...examplesIn(bad), ...examplesIn(good)].map((example) => JSON.stringify(example));
    expect([id, all.filter((each, i) => all.indexOf(each) < i)]).toEqual([id, []]);
  }
});

test('every rule has an id of its own that says what must hold', () => {
  expect(new Set(IDS).size).toBe(IDS.length);
  for (const id of IDS) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  '%s says what is wrong, what to do, when it holds and where to read on',
  (_, { message, fix, link, since, until }) => {
    for (const text of [message, fix]) expect(text).toMatch(/^\S.{3,}\S$/s);
    expect(since ?? 0).toBeLessThanOrEqual(until ?? Infinity);
    if (link !== undefined) expect(link).toMatch(/^[a-z][a-z0-9/-]*\/(#[A-Za-z0-9-]+)?$/);
  },
);

test('every finding of an example says something of its own, and where', () => {
  for (const [, , example] of cases('bad')) {
    for (const { message, fix, path } of findings(example)) {
      expect(message).toMatch(/\S/);
      expect(fix).toMatch(/\S/);
      expect(path.length).toBeGreaterThan(0);
    }
  }
});
