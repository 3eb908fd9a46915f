import type { CheckCounts, CheckReport, LocatedFinding } from '../../src/manifests/check-report';

export const finding = (more: Partial<LocatedFinding> = {}): LocatedFinding => ({
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
  excerpt: { text: '      restartPolicy: Always', at: 21, cutBefore: false, cutAfter: false },
  object: 1,
  ...more,
});

/** Of a file that could not be read. */
export const unreadable = (more: Partial<LocatedFinding> = {}): LocatedFinding =>
  finding({
    rule: 'yaml/well-formed',
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
    excerpt: undefined,
    object: null,
    ...more,
  });

const NONE = { rejected: 0, 'never-starts': 0, error: 0, dropped: 0, warning: 0, info: 0 };
export const counts = (
  more: Partial<CheckCounts> = {},
  findings: Partial<CheckCounts['findings']> = {},
): CheckCounts => ({
  checked: 14,
  withFindings: 2,
  otherObjects: 0,
  notManifests: 0,
  unreadable: 0,
  omitted: 0,
  ...more,
  findings: { ...NONE, ...findings },
});

export const report = (
  findings: readonly LocatedFinding[],
  more: Partial<CheckReport> = {},
): CheckReport => ({
  minor: 35,
  findings,
  problems: [],
  skipped: [],
  counts: counts({}, { rejected: findings.length }),
  ...more,
});
