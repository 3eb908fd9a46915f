import { condition, jobWith } from './objects';
import {
  deletedVerdict,
  jobVerdict,
  missingVerdict,
} from '../../../src/deploy/verdict/job-verdict';

test.each([
  ['no condition decides nothing', [], undefined],
  ['a Complete condition that is True is success', [condition('Complete', 'True')], 'succeeded'],
  [
    'a Complete condition that is False decides nothing',
    [condition('Complete', 'False')],
    undefined,
  ],
  [
    'a Complete condition that is Unknown decides nothing',
    [condition('Complete', 'Unknown')],
    undefined,
  ],
  ['a Failed condition that is True is failure', [condition('Failed', 'True')], 'failed'],
  ['a Failed condition that is False decides nothing', [condition('Failed', 'False')], undefined],
  ['FailureTarget alone is failing, not failed', [condition('FailureTarget', 'True')], undefined],
  [
    'SuccessCriteriaMet alone is succeeding, not succeeded',
    [condition('SuccessCriteriaMet', 'True')],
    undefined,
  ],
  ['Suspended decides nothing', [condition('Suspended', 'True')], undefined],
  [
    'Suspended=False, the condition of a resumed Job, decides nothing',
    [condition('Suspended', 'False')],
    undefined,
  ],
  [
    'the order of conditions does not matter',
    [
      condition('SuccessCriteriaMet', 'True'),
      condition('Suspended', 'False'),
      condition('Complete', 'True'),
    ],
    'succeeded',
  ],
  [
    'a Failed condition after FailureTarget is failure',
    [condition('FailureTarget', 'True'), condition('Failed', 'True')],
    'failed',
  ],
  [
    'a condition of an unknown type decides nothing',
    [condition('SomethingNew', 'True')],
    undefined,
  ],
])('%s', (_, conditions, expected) => {
  expect(jobVerdict(jobWith({ conditions }))?.outcome).toBe(expected);
});

test.each([
  ['counters that look like success', { succeeded: 3, active: 0 }],
  ['counters that look like failure', { failed: 7, active: 0 }],
  ['a completion time without the condition', { completionTime: '2026-01-01T00:00:00Z' }],
])('jobVerdict returns undefined for %s', (_, status) => {
  expect(jobVerdict(jobWith({ status }))).toBeUndefined();
});

test('a verdict has the reason and the message of the condition, also unknown ones', () => {
  const failed = condition('Failed', 'True', {
    reason: 'SomeReasonOfTheFuture',
    message: 'because',
    lastTransitionTime: '2026-01-01T00:00:05Z',
  });
  expect(jobVerdict(jobWith({ conditions: [failed] }))).toEqual({
    outcome: 'failed',
    reason: 'SomeReasonOfTheFuture',
    message: 'because',
    finishedAt: '2026-01-01T00:00:05Z',
  });
});

test('a Job that succeeded finished at its completion time', () => {
  const complete = condition('Complete', 'True', { lastTransitionTime: '2026-01-01T00:00:09Z' });
  expect(
    jobVerdict(
      jobWith({
        conditions: [complete],
        status: { conditions: [complete], completionTime: '2026-01-01T00:00:05Z' },
      }),
    )?.finishedAt,
  ).toBe('2026-01-01T00:00:05Z');
});

test('a deleted Job that had completed has succeeded', () => {
  expect(deletedVerdict(jobWith({ conditions: [condition('Complete', 'True')] })).outcome).toBe(
    'succeeded',
  );
});

test('a deleted Job that had failed has failed', () => {
  expect(deletedVerdict(jobWith({ conditions: [condition('Failed', 'True')] })).outcome).toBe(
    'failed',
  );
});

test('a deleted Job that had not ended is gone, never a success', () => {
  expect(
    deletedVerdict(jobWith({ conditions: [condition('SuccessCriteriaMet', 'True')] })).outcome,
  ).toBe('gone');
});

test('a Job that is missing in a list is gone', () => {
  expect(missingVerdict(undefined).outcome).toBe('gone');
});

test('a Job is replaced when another Job has its name', () => {
  expect(
    missingVerdict(jobWith({ uid: 'other', conditions: [condition('Complete', 'True')] })).outcome,
  ).toBe('replaced');
});
