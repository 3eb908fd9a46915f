import { container, job } from './manifests';
import { check } from '../../../src/kubernetes/rules/check';
import { findErrorsOnEveryVersion } from '../../../src/kubernetes/rules/preflight';

const rulesOf = (findings = [] as ReturnType<typeof check>) =>
  findings!.map(({ severity, rule }) => `${severity} ${rule}`);

describe('findErrorsOnEveryVersion', () => {
  test('returns errors that occur on every version of Kubernetes', () => {
    expect(
      rulesOf(findErrorsOnEveryVersion(job({ backoffLimit: -1, activeDeadlineSeconds: 0 }))),
    ).toEqual(['rejected value/out-of-range', 'never-starts job/deadline-zero']);
  });

  test('ignores errors that occur only on some versions', () => {
    const rules = container({
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'Nothing' }],
    });
    expect(rulesOf(check(rules))).toContain('rejected container/restart-rules');
    expect(findErrorsOnEveryVersion(rules)).toEqual([]);
  });

  test('ignores warnings', () => {
    const many = job({ completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 });
    expect(rulesOf(check(many))).toEqual(['warning job/many-indexes-untracked']);
    expect(findErrorsOnEveryVersion(many)).toEqual([]);
  });

  test('returns undefined for an object that is not a Job or a CronJob', () => {
    expect(findErrorsOnEveryVersion({ apiVersion: 'v1', kind: 'ConfigMap' })).toBeUndefined();
  });
});
