import type { Job } from '../../../src/deploy/kube/objects';
import { Decision, decide, RunOptions } from '../../../src/deploy/plan/decision';
import type { DryRunResult } from '../../../src/deploy/plan/dry-run';
import type { Manifest } from '../../../src/kubernetes/manifest';
import {
  ID_LABEL,
  RERUN_POLICY_ANNOTATION,
  SPEC_HASH_ANNOTATION,
} from '../../../src/kubernetes/metadata-keys';
import { condition, jobWith } from '../verdict/objects';

const wanted = (
  name: string,
  annotations: Record<string, string> = {},
  spec: object = {},
): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, labels: { [ID_LABEL]: 'migrate' }, annotations },
  spec,
});

/** A run that began at a second of the minute. */
function run(
  name: string,
  second: number,
  ended?: 'Complete' | 'Failed',
  metadata: Partial<Job['metadata']> = {},
): Job {
  const job = jobWith({
    name,
    uid: `${name}-${second}`,
    conditions: ended ? [condition(ended, 'True')] : [],
  });
  return {
    ...job,
    metadata: {
      ...job.metadata,
      creationTimestamp: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
      ...metadata,
    },
  };
}

const same = (live: Job): DryRunResult => ({ kind: 'merged', live, result: live, warnings: [] });
const other = (live: Job): DryRunResult => ({
  kind: 'immutable',
  live,
  result: live,
  fields: ['spec.template'],
  warnings: [],
});
const NEW: DryRunResult = { kind: 'new', result: run('new', 0), warnings: [] };

/** Formats a decision as one line, such as `run after x in place of y`. */
function summaryOf(decision: Decision): string {
  const names = (runs: readonly Job[]) => runs.map(({ metadata: { name } }) => name).join(' and ');
  if (decision.type !== 'run') {
    return 'run' in decision ? `${decision.type} ${decision.run.metadata.name}` : decision.type;
  }
  const { waitsFor, deletes } = decision;
  return [
    'run',
    ...(waitsFor.length > 0 ? [`after ${names(waitsFor)}`] : []),
    ...(deletes.length > 0 ? [`in place of ${names(deletes)}`] : []),
  ].join(' ');
}

const a = { active: run('a', 1), done: run('a', 1, 'Complete'), failed: run('a', 1, 'Failed') };
const b = { active: run('b', 2), done: run('b', 2, 'Complete') };

describe('decide without an earlier run', () => {
  test.each([['OnChange'], ['Always'], ['UntilSuccess']])(
    'runs a Job with rerun policy %s',
    (policy) => {
      expect(
        summaryOf(decide(wanted('a', { [RERUN_POLICY_ANNOTATION]: policy }), [], NEW, {})),
      ).toBe('run');
    },
  );

  test('explains that an earlier run may have been deleted when it has a TTL', () => {
    expect(decide(wanted('a', {}, { ttlSecondsAfterFinished: 60 }), [], NEW, {})).toMatchObject({
      reason: expect.stringContaining('ttlSecondsAfterFinished') as string,
    });
    expect(decide(wanted('a'), [], NEW, {})).toMatchObject({ reason: null });
  });
});

describe('decide with rerun policy OnChange', () => {
  test.each<[string, Manifest, Job[], DryRunResult, string]>([
    [
      'keeps an active run with the same content',
      wanted('a'),
      [a.active],
      same(a.active),
      'keep a',
    ],
    ['keeps a succeeded run with the same content', wanted('a'), [a.done], same(a.done), 'keep a'],
    ['keeps a failed run with the same content', wanted('a'), [a.failed], same(a.failed), 'keep a'],
    [
      'replaces an ended run of the same name with other content',
      wanted('a'),
      [a.done],
      other(a.done),
      'run in place of a',
    ],
    [
      'waits for an active run of the same name with other content',
      wanted('a'),
      [a.active],
      other(a.active),
      'run after a',
    ],
    ['runs a Job with another name', wanted('b'), [a.done], NEW, 'run'],
    ['waits for an active run with another name', wanted('b'), [a.active], NEW, 'run after a'],
    [
      'runs A again after A and B',
      wanted('a'),
      [a.done, b.done],
      same(a.done),
      'run in place of a',
    ],
    [
      'waits for an active B before it runs A again',
      wanted('a'),
      [a.done, b.active],
      same(a.done),
      'run after b in place of a',
    ],
    [
      'takes B for the newest run whatever the order of the list',
      wanted('b'),
      [b.done, a.done],
      same(b.done),
      'keep b',
    ],
    [
      'does not keep a run that is being deleted, and replaces it',
      wanted('a'),
      [{ ...a.done, metadata: { ...a.done.metadata, deletionTimestamp: 't' } }],
      same(a.done),
      'run in place of a',
    ],
  ])('%s', (_, manifest, runs, dryRun, expected) => {
    expect(summaryOf(decide(manifest, runs, dryRun, {}))).toBe(expected);
  });

  test('a run of an earlier content says that another app may use the id', () => {
    const runs = [a.done, b.done];
    expect(decide(wanted('a'), runs, same(a.done), {})).toMatchObject({
      reason:
        'differs from its newest run, b, but was run before: its content was changed back, or ' +
        'another app in this namespace uses the id migrate',
    });
    expect(decide(wanted('c'), runs, NEW, {})).toMatchObject({
      reason: 'differs from its newest run, b',
    });
  });

  test('takes the run that was written later for the newest of two from the same second', () => {
    const [first, second] = [
      run('a', 1, 'Complete', { resourceVersion: '99' }),
      run('b', 1, 'Complete', { resourceVersion: '100' }),
    ];
    expect(summaryOf(decide(wanted('b'), [first, second], same(second), {}))).toBe('keep b');
  });

  test('runs a Job with a fixed name again when the hash shows that its ConfigMap or Secret has changed', () => {
    const before = run('a', 1, 'Complete', { annotations: { [SPEC_HASH_ANNOTATION]: 'x' } });
    expect(
      decide(wanted('a', { [SPEC_HASH_ANNOTATION]: 'y' }), [before], same(before), {}),
    ).toMatchObject({
      type: 'run',
      reason: expect.stringContaining('ConfigMap or Secret') as string,
    });
    expect(
      summaryOf(decide(wanted('a', { [SPEC_HASH_ANNOTATION]: 'x' }), [before], same(before), {})),
    ).toBe('keep a');
  });
});

describe('decide with rerun policy Always', () => {
  const manifest = wanted('a', { [RERUN_POLICY_ANNOTATION]: 'Always' });

  test('runs the Job again when nothing has changed', () => {
    expect(summaryOf(decide(manifest, [a.done], same(a.done), {}))).toBe('run in place of a');
  });

  test('waits for an active run', () => {
    expect(summaryOf(decide(manifest, [a.active], same(a.active), {}))).toBe('run after a');
  });
});

describe('decide with rerun policy UntilSuccess', () => {
  const once = (name: string) => wanted(name, { [RERUN_POLICY_ANNOTATION]: 'UntilSuccess' });

  test.each<[string, Manifest, Job[], DryRunResult, string]>([
    ['skips a Job that has succeeded', once('a'), [a.done], same(a.done), 'skip a'],
    ['skips a changed Job that has succeeded', once('b'), [a.done], NEW, 'skip a'],
    [
      'skips a Job that has succeeded when a later run failed',
      once('c'),
      [a.done, run('b', 2, 'Failed')],
      NEW,
      'skip a',
    ],
    ['runs a failed Job again', once('a'), [a.failed], same(a.failed), 'run in place of a'],
    ['keeps an active run', once('a'), [a.active], same(a.active), 'keep a'],
  ])('%s', (_, manifest, runs, dryRun, expected) => {
    expect(summaryOf(decide(manifest, runs, dryRun, {}))).toBe(expected);
  });
});

describe('decide with options', () => {
  test.each<[string, Manifest, Job[], DryRunResult, RunOptions, string]>([
    [
      'runs a failed Job again with rerun: failed',
      wanted('a'),
      [a.failed],
      same(a.failed),
      { rerun: 'failed' },
      'run in place of a',
    ],
    [
      'keeps a succeeded run with rerun: failed',
      wanted('a'),
      [a.done],
      same(a.done),
      { rerun: 'failed' },
      'keep a',
    ],
    [
      'runs a succeeded Job again with rerun: all',
      wanted('a'),
      [a.done],
      same(a.done),
      { rerun: 'all' },
      'run in place of a',
    ],
    [
      'runs a succeeded Job of policy UntilSuccess again with rerun: all',
      wanted('a', { [RERUN_POLICY_ANNOTATION]: 'UntilSuccess' }),
      [a.done],
      same(a.done),
      { rerun: 'all' },
      'run in place of a',
    ],
    [
      'keeps an active run with rerun: all',
      wanted('a'),
      [a.active],
      same(a.active),
      { rerun: 'all' },
      'keep a',
    ],
    [
      'rejects a new run with ifRunning: fail',
      wanted('b'),
      [a.active],
      NEW,
      { ifRunning: 'fail' },
      'reject',
    ],
    [
      'rejects nothing with ifRunning: fail when the active run is kept',
      wanted('a'),
      [a.active],
      same(a.active),
      { ifRunning: 'fail' },
      'keep a',
    ],
    [
      'deletes the active run with ifRunning: replace',
      wanted('b'),
      [a.active],
      NEW,
      { ifRunning: 'replace' },
      'run in place of a',
    ],
    [
      'deletes an active run of the same name once with ifRunning: replace',
      wanted('a'),
      [a.active],
      other(a.active),
      { ifRunning: 'replace' },
      'run in place of a',
    ],
  ])('%s', (_, manifest, runs, dryRun, options, expected) => {
    expect(summaryOf(decide(manifest, runs, dryRun, options))).toBe(expected);
  });
});
