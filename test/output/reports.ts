import type { Plan, PlannedObject } from '../../src/deploy/commands/plan';
import type { AttemptReport, JobReport, Report } from '../../src/deploy/core/report';

export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'words' };

export const attempt = (more: Partial<AttemptReport> = {}): AttemptReport => ({
  pod: 'job-abcde',
  index: null,
  item: null,
  container: 'main',
  exitCode: 3,
  reason: 'Error',
  message: null,
  output: null,
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:01Z',
  ...more,
});

export const job = (more: Partial<JobReport> = {}): JobReport => ({
  namespace: 'ns',
  name: 'job',
  uid: 'u',
  outcome: 'succeeded',
  reason: null,
  message: null,
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:01:02Z',
  indexes: null,
  pods: { active: 0, succeeded: 0, failed: 0 },
  blockers: [],
  hints: [],
  attempts: [],
  ...more,
});

export const report = (more: Partial<Report> = {}): Report => ({
  schemaVersion: 1,
  outcome: 'succeeded',
  jobs: [job()],
  applied: [],
  errors: [],
  ...more,
});

/** A report of a failed deploy with a value in every field. */
export const FULL_REPORT = report({
  outcome: 'failed',
  jobs: [
    job({
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
      indexes: {
        succeeded: '0-2',
        failed: '3,5',
        failedItems: [
          { index: 3, item: '{"url":"https://a.example"}' },
          { index: 5, item: 'b' },
        ],
        incomplete: '4',
      },
      pods: { active: 0, succeeded: 3, failed: 2 },
      attempts: [
        attempt({ lastLines: ['one', 'two'], index: 3, output: 'no relation', item: 'a' }),
        attempt({ exitCode: 0, index: 2 }),
        attempt({ exitCode: 137, reason: 'OOMKilled', message: 'out of memory', index: 5 }),
        attempt({ exitCode: null, container: null, reason: 'Evicted' }),
      ],
      hints: [{ message: 'raise the memory limit', command: 'kubectl describe pod p -n ns' }],
    }),
    job({
      name: 'image',
      outcome: 'stuck',
      finishedAt: null,
      reason: 'ErrImagePull',
      message: 'Pod image-abcde cannot start: ErrImagePull: not found',
      blockers: [{ class: 'image', reason: 'ErrImagePull', message: null, pod: 'image-abcde' }],
    }),
    job({ name: 'retried', attempts: [attempt(), attempt({ exitCode: 0 })] }),
    job({
      name: 'policy',
      indexes: {
        succeeded: '0,1',
        failed: '2',
        failedItems: [{ index: 2, item: null }],
        incomplete: '3-4',
      },
    }),
    job({ name: 'skipped', outcome: 'skipped', message: 'it has succeeded before' }),
  ],
  applied: [{ ...CONFIG_MAP, action: 'created' }],
});

export const planned = (more: Partial<PlannedObject> = {}): PlannedObject => ({
  ...CONFIG_MAP,
  action: 'unchanged',
  reason: null,
  changes: [],
  previousRun: null,
  conflicts: [],
  waitsFor: [],
  warnings: [],
  ...more,
});

const JOB = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'migrate' };

/** A plan with each action and a value in every field. */
export const FULL_PLAN: Plan = {
  schemaVersion: 1,
  outcome: 'rejected',
  warnings: ['Deployment web and Job migrate have no declared order'],
  objects: [
    planned(),
    planned({ name: 'new', action: 'create', warnings: ['data.x is dropped'] }),
    planned({
      name: 'old',
      action: 'update',
      changes: [
        { path: 'data.a', from: '1', to: 2 },
        { path: 'data.b', to: { c: [true, null] } },
      ],
    }),
    planned({
      ...JOB,
      action: 'replace',
      reason: 'spec.template is immutable',
      changes: [{ path: 'spec.template.spec.containers[main].image', from: 'a:1', to: 'a:2' }],
      previousRun: 'migrate',
      waitsFor: ['migrate'],
    }),
    planned({ ...JOB, name: 'once', action: 'skip', reason: 'it has succeeded' }),
    planned({
      name: 'theirs',
      action: 'conflict',
      conflicts: [{ manager: 'kubectl', field: 'data.a' }],
    }),
  ],
  errors: [{ object: JOB, message: 'no', source: { file: 'a.yaml', line: 3, column: 1 } }],
};
