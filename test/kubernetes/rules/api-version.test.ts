import { apiVersionFinding } from '../../../src/kubernetes/rules/api-version';

const find = (apiVersion: unknown, kind: string) =>
  apiVersionFinding({
    ...(apiVersion === undefined ? {} : { apiVersion: apiVersion as string }),
    kind,
  });

describe('apiVersionFinding', () => {
  test.each([
    ['batch/v1', 'Job'],
    ['batch/v1', 'CronJob'],
    ['batch/v1', 'JobList'],
    ['v1', 'ConfigMap'],
    ['apps/v1', 'Deployment'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['example.com/v1', 'CronJob'],
  ])('accepts apiVersion %s with kind %s', (apiVersion, kind) => {
    expect(find(apiVersion, kind)).toBeUndefined();
  });

  test.each([
    ['batch/v1beta1', 'CronJob'],
    ['batch/v2alpha1', 'CronJob'],
    ['batch', 'Job'],
    ['v1', 'Job'],
    [undefined, 'Job'],
    [1, 'Job'],
  ])('rejects apiVersion %s with kind %s', (apiVersion, kind) => {
    expect(find(apiVersion, kind)).toMatchObject({
      rule: 'manifest/api-version',
      severity: 'rejected',
      field: 'apiVersion',
      path: ['apiVersion'],
      fix: expect.stringContaining('apiVersion: batch/v1'),
    });
  });

  test.each([
    ['Cronjob', 'CronJob'],
    ['cron-job', 'CronJob'],
    ['job', 'Job'],
    ['Jobs', 'Job'],
  ])('rejects kind %s of batch/v1 and suggests %s', (kind, suggested) => {
    expect(find('batch/v1', kind)).toMatchObject({
      rule: 'manifest/kind',
      severity: 'rejected',
      field: 'kind',
      path: ['kind'],
      fix: expect.stringContaining(`kind: ${suggested}`),
    });
  });

  test('rejects an unknown kind of batch/v1 without a suggestion', () => {
    expect(find('batch/v1', 'Workflow')).toMatchObject({ rule: 'manifest/kind', field: 'kind' });
    expect(find('batch/v1', 'Workflow')!.fix).not.toContain('kind:');
  });

  test('formats messages and fixes', () => {
    const found = [
      find('batch/v1beta1', 'CronJob'),
      find('v1', 'Job'),
      find(undefined, 'Job'),
      find(1, 'Job'),
      find('batch/v1', 'Cronjob'),
      find('batch/v1', 'Workflow'),
    ];
    const lines = found.map((finding) => `${finding!.field}: ${finding!.message}; ${finding!.fix}`);
    expect(lines.join('\n')).toMatchInlineSnapshot(`
     "apiVersion: Kubernetes 1.25 removed batch/v1beta1; the apiVersion of a CronJob is batch/v1; use apiVersion: batch/v1
     apiVersion: "v1" has no kind Job; the apiVersion of a Job is batch/v1; use apiVersion: batch/v1
     apiVersion: is required; the apiVersion of a Job is batch/v1; use apiVersion: batch/v1
     apiVersion: must be a string; the apiVersion of a Job is batch/v1; use apiVersion: batch/v1
     kind: batch/v1 has no kind "Cronjob", only Job and CronJob; use kind: CronJob
     kind: batch/v1 has no kind "Workflow", only Job and CronJob; use the apiVersion of this kind"
    `);
  });
});
