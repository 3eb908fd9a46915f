import { container, job } from './manifests';
import { check } from '../../../src/kubernetes/rules/check';
import { findErrorsOnEveryVersion } from '../../../src/kubernetes/rules/preflight';

const rulesOf = (findings = [] as ReturnType<typeof check>) =>
  findings!.map(({ severity, rule }) => `${severity} ${rule}`);

test('what every version refuses, and what runs on none, is grave', () => {
  expect(
    rulesOf(findErrorsOnEveryVersion(job({ backoffLimit: -1, activeDeadlineSeconds: 0 }))),
  ).toEqual(['rejected value/out-of-range', 'never-starts job/deadline-zero']);
});

test('what only some versions refuse is not', () => {
  const rules = container({ restartPolicy: 'Never', restartPolicyRules: [{ action: 'Nothing' }] });
  expect(rulesOf(check(rules))).toContain('rejected container/restart-rules');
  expect(findErrorsOnEveryVersion(rules)).toEqual([]);
});

test('nor is a warning', () => {
  const many = job({ completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 });
  expect(rulesOf(check(many))).toEqual(['warning job/many-indexes-untracked']);
  expect(findErrorsOnEveryVersion(many)).toEqual([]);
});

test('of what is no Job it knows nothing', () => {
  expect(findErrorsOnEveryVersion({ apiVersion: 'v1', kind: 'ConfigMap' })).toBeUndefined();
});
