import { apiVersionFinding } from '../../../src/kubernetes/rules/api-version';

const found = (apiVersion: unknown, kind: string) => {
  const finding = apiVersionFinding({
    ...(apiVersion === undefined ? {} : { apiVersion: apiVersion as string }),
    kind,
  });
  return finding && `${finding.field} ${finding.message}: ${finding.fix}`;
};

test.each([
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['batch/v1', 'JobList'],
  ['v1', 'ConfigMap'],
  ['apps/v1', 'Deployment'],
  ['batch.volcano.sh/v1alpha1', 'Job'],
  ['example.com/v1', 'CronJob'],
])('%s has a kind %s, or whoever defines it may', (apiVersion, kind) => {
  expect(found(apiVersion, kind)).toBeUndefined();
});

test.each([
  [
    'batch/v1beta1',
    'CronJob',
    'apiVersion batch/v1beta1 was removed in Kubernetes 1.25; every CronJob is of batch/v1: write apiVersion: batch/v1',
  ],
  [
    'batch/v2alpha1',
    'CronJob',
    'apiVersion batch/v2alpha1 was removed in Kubernetes 1.21; every CronJob is of batch/v1: write apiVersion: batch/v1',
  ],
  [
    'batch',
    'Job',
    'apiVersion "batch" has no kind Job; every Job is of batch/v1: write apiVersion: batch/v1',
  ],
  [
    'v1',
    'Job',
    'apiVersion "v1" has no kind Job; every Job is of batch/v1: write apiVersion: batch/v1',
  ],
  [undefined, 'Job', 'apiVersion is missing; every Job is of batch/v1: write apiVersion: batch/v1'],
  [1, 'Job', 'apiVersion is not text; every Job is of batch/v1: write apiVersion: batch/v1'],
])(
  'apiVersion %s with kind %s is rejected, and it is said what it should be',
  (apiVersion, kind, expected) => {
    expect(found(apiVersion, kind)).toBe(expected);
  },
);

test.each([
  ['Cronjob', 'CronJob'],
  ['cron-job', 'CronJob'],
  ['job', 'Job'],
  ['Jobs', 'Job'],
])('kind %s of batch/v1 is rejected, as %s is meant', (kind, meant) => {
  expect(found('batch/v1', kind)).toBe(
    `kind batch/v1 has no kind "${kind}", only Job and CronJob: write kind: ${meant}`,
  );
});
