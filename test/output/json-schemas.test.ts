import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finding, report as checkReport, unreadable } from './check-report';
import { FULL_PLAN, FULL_REPORT, report } from './reports';
import { problemsIn } from './schema-validation';
import { checkJson } from '../../src/output/check-json';
import { resultJson } from '../../src/output/result-json';

const CLEANUP_REPORT = {
  schemaVersion: 1,
  outcome: 'succeeded',
  context: null,
  namespace: 'ns',
  deletedConfigMaps: ['migrate-items'],
  deleted: [{ namespace: 'ns', name: 'migrate-a', id: 'migrate', outcome: 'failed' }],
  errors: [],
} as const;

describe('JSON schemas', () => {
  test.each([
    ['report', resultJson(FULL_REPORT)],
    ['report', resultJson(report({ outcome: 'unreachable', jobs: [] }))],
    ['plan', resultJson(FULL_PLAN)],
    ['cleanup', resultJson(CLEANUP_REPORT)],
    ['check', checkJson(checkReport([finding(), unreadable()], { problems: [{ message: 'x' }] }))],
  ] as const)('describe every field of a %s', (name, json) => {
    expect(problemsIn(name, json)).toEqual([]);
  });

  test.each([
    ['an outcome that does not exist', { outcome: 'refused' }],
    ['a missing field', { errors: undefined }],
    ['another version', { schemaVersion: 2 }],
    ['an unknown field', { more: true }],
  ])('reject a report with %s', (_, change) => {
    expect(problemsIn('report', JSON.stringify({ ...FULL_REPORT, ...change }))).not.toEqual([]);
  });

  test('are published in the package', () => {
    const manifest = JSON.parse(
      readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'),
    ) as { files: string[]; exports: Record<string, unknown> };
    expect(manifest.files).toContain('schemas');
    expect(manifest.exports['./schemas/*']).toBe('./schemas/*');
  });
});
