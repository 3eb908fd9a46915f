import { Example, examplesIn, RuleExamples } from './example';
import { EXAMPLES } from './examples';
import { MINIMAL_JOB } from './manifests';
import { RULES } from '../../../src/kubernetes/rules';
import { check, checkUpdate } from '../../../src/kubernetes/rules/check';
import type { Finding } from '../../../src/kubernetes/rules/finding';

/** Findings of the decoder and of feature gates, which are not rules of their own. */
const DECODER_IDS = [
  'manifest/unknown-field',
  'manifest/wrong-type',
  'manifest/malformed',
  'field/dropped',
];
const IDS = [...DECODER_IDS, ...RULES.map(({ id }) => id)];
const examples: [id: string, RuleExamples][] = EXAMPLES.flatMap((each) => Object.entries(each));

function findings({ manifest, old, minor }: Example): Finding[] {
  return (old ? checkUpdate(old, manifest, { minor }) : check(manifest, { minor }))!;
}

/** Returns the ids of the rules by which the API server rejects the object. */
function rejectingRules(found: readonly Finding[]): string[] {
  return [
    ...new Set(found.filter(({ severity }) => severity === 'rejected').map(({ rule }) => rule)),
  ].sort();
}

test('RULES and the examples have the same ids', () => {
  expect(examples.map(([id]) => id).sort()).toEqual([...IDS].sort());
});

const cases = (of: 'bad' | 'good') =>
  examples.flatMap(([id, example]) =>
    examplesIn(example[of]).map((each, i) => [id, i + 1, each] as const),
  );

test.each(cases('bad'))(
  'rule %s reports bad example %d, and no other rule rejects it',
  (id, _, example) => {
    const found = findings(example);
    expect(found).toContainEqual(expect.objectContaining({ rule: id }));
    expect(rejectingRules(found).filter((rule) => rule !== id)).toEqual(
      [...(example.also ?? [])].sort(),
    );
  },
);

test.each(cases('good'))(
  'rule %s accepts good example %d, and no other rule rejects it',
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
])('check returns undefined for %s %s', (apiVersion, kind) => {
  expect(check({ ...MINIMAL_JOB, apiVersion, kind })).toBeUndefined();
});

test('the examples of a rule are all different', () => {
  for (const [id, { bad, good }] of examples) {
    const all = [...examplesIn(bad), ...examplesIn(good)].map((example) => JSON.stringify(example));
    expect([id, all.filter((each, i) => all.indexOf(each) < i)]).toEqual([id, []]);
  }
});

test('every rule has a unique id with two parts in kebab case', () => {
  expect(new Set(IDS).size).toBe(IDS.length);
  for (const id of IDS) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  'rule %s has a message, a fix, valid versions and a valid link',
  (_, { message, fix, link, since, until }) => {
    for (const text of [message, fix]) expect(text).toMatch(/^\S.{3,}\S$/s);
    expect(since ?? 0).toBeLessThanOrEqual(until ?? Infinity);
    if (link !== undefined) expect(link).toMatch(/^[a-z][a-z0-9/-]*\/(#[A-Za-z0-9-]+)?$/);
  },
);

test('check without warnings returns the other findings', () => {
  for (const [, , { manifest, old, minor }] of cases('bad')) {
    if (old) continue;
    const others = check(manifest, { minor })!.filter(
      ({ severity }) => !['warning', 'info'].includes(severity),
    );
    expect(check(manifest, { minor, warnings: false })).toEqual(others);
  }
});

test('every finding of an example has a message, a fix and a path', () => {
  for (const [, , example] of cases('bad')) {
    for (const { message, fix, path } of findings(example)) {
      expect(message).toMatch(/\S/);
      expect(fix).toMatch(/\S/);
      expect(path.length).toBeGreaterThan(0);
    }
  }
});
