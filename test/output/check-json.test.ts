import { finding, report, unreadable } from './check-report';
import { checkJson } from '../../src/output/check-json';

describe('checkJson', () => {
  test('writes findings, errors and counts, with null for what a finding does not have', () => {
    expect(
      JSON.parse(
        checkJson(
          report([finding(), unreadable()], {
            problems: [{ message: 'x: no such file' }],
            skipped: [{ path: 'charts/db', kind: 'chart' }],
          }),
        ),
      ),
    ).toEqual({
      schemaVersion: 1,
      kubernetesVersion: '1.35',
      findings: [
        {
          rule: 'job/restart-policy',
          severity: 'rejected',
          apiVersion: 'batch/v1',
          kind: 'Job',
          namespace: 'shop',
          name: 'migrate',
          field: 'spec.template.spec.restartPolicy',
          message: '"Always" never ends',
          fix: 'use Never',
          file: 'dist/jobs.yaml',
          line: 12,
          column: 22,
        },
        {
          rule: 'yaml/well-formed',
          severity: 'rejected',
          apiVersion: null,
          kind: null,
          namespace: null,
          name: null,
          field: null,
          message: 'no YAML',
          fix: 'look',
          file: 'odd.yaml',
          line: 1,
          column: 1,
        },
      ],
      errors: [{ message: 'x: no such file' }],
      skipped: [
        {
          path: 'charts/db',
          kind: 'chart',
          message: 'charts/db is a Helm chart: run helm template charts/db | cdk8s-jobs check -',
        },
      ],
      counts: {
        checked: 14,
        withFindings: 2,
        findings: { rejected: 2, 'never-starts': 0, error: 0, dropped: 0, warning: 0, info: 0 },
        otherObjects: 0,
        notManifests: 0,
        unreadable: 0,
        omitted: 0,
      },
    });
  });

  test('escapes control characters and commands of CI systems', () => {
    const text = checkJson(report([finding({ message: '\u001b[2J\u009b2J\u007f##vso[x]' })]));
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    expect(text).not.toContain('##vso');
    expect((JSON.parse(text) as { findings: { message: string }[] }).findings[0].message).toBe(
      '\u001b[2J\u009b2J\u007f##vso[x]',
    );
  });
});
