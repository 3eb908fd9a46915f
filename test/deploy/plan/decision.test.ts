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
const NEW: DryRunResult = { kind: 'new', warnings: [] };

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

describe('a Job without a run', () => {
  test.each([['OnChange'], ['Always'], ['UntilSuccess']])(
    'runs, whatever its policy (%s)',
    (policy) => {
      expect(
        summaryOf(decide(wanted('a', { [RERUN_POLICY_ANNOTATION]: policy }), [], NEW, {})),
      ).toBe('run');
    },
  );

  test('may have had one, if it has a TTL, and that is said', () => {
    expect(decide(wanted('a', {}, { ttlSecondsAfterFinished: 60 }), [], NEW, {})).toMatchObject({
      reason: expect.stringContaining('ttlSecondsAfterFinished') as string,
    });
    expect(decide(wanted('a'), [], NEW, {})).toMatchObject({ reason: null });
  });
});

describe('by default a Job runs when it has changed, and then only', () => {
  test.each<[string, Manifest, Job[], DryRunResult, string]>([
    ['the same as an active run is that run', wanted('a'), [a.active], same(a.active), 'keep a'],
    ['the same as a run that succeeded is that run', wanted('a'), [a.done], same(a.done), 'keep a'],
    [
      'the same as a run that failed is that run: it stays failed',
      wanted('a'),
      [a.failed],
      same(a.failed),
      'keep a',
    ],
    [
      'another content under the same name takes the place of the run that ended',
      wanted('a'),
      [a.done],
      other(a.done),
      'run in place of a',
    ],
    [
      'another content under the same name waits for the active run',
      wanted('a'),
      [a.active],
      other(a.active),
      'run after a',
    ],
    ['another name is another content', wanted('b'), [a.done], NEW, 'run'],
    ['another name waits for the active run', wanted('b'), [a.active], NEW, 'run after a'],
    [
      'A, then B, then A again runs again',
      wanted('a'),
      [a.done, b.done],
      same(a.done),
      'run in place of a',
    ],
    [
      'A again waits while B is active',
      wanted('a'),
      [a.done, b.active],
      same(a.done),
      'run after b in place of a',
    ],
    [
      'B is the newest run whatever the order of a list',
      wanted('b'),
      [b.done, a.done],
      same(b.done),
      'keep b',
    ],
    [
      'what is being deleted is forgotten, but is waited for',
      wanted('a'),
      [{ ...a.done, metadata: { ...a.done.metadata, deletionTimestamp: 't' } }],
      same(a.done),
      'run in place of a',
    ],
  ])('%s', (_, manifest, runs, dryRun, expected) => {
    expect(summaryOf(decide(manifest, runs, dryRun, {}))).toBe(expected);
  });

  test('of two runs of one second the one that was written later is the newest', () => {
    const [first, second] = [
      run('a', 1, 'Complete', { resourceVersion: '99' }),
      run('b', 1, 'Complete', { resourceVersion: '100' }),
    ];
    expect(summaryOf(decide(wanted('b'), [first, second], same(second), {}))).toBe('keep b');
  });

  test('a Job with a given name runs when the hash shows that its ConfigMap or Secret has changed', () => {
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

describe('Always', () => {
  const manifest = wanted('a', { [RERUN_POLICY_ANNOTATION]: 'Always' });

  test('runs again though nothing has changed', () => {
    expect(summaryOf(decide(manifest, [a.done], same(a.done), {}))).toBe('run in place of a');
  });

  test('never beside a run that is active', () => {
    expect(summaryOf(decide(manifest, [a.active], same(a.active), {}))).toBe('run after a');
  });
});

describe('UntilSuccess', () => {
  const once = (name: string) => wanted(name, { [RERUN_POLICY_ANNOTATION]: 'UntilSuccess' });

  test.each<[string, Manifest, Job[], DryRunResult, string]>([
    ['not again after it has succeeded', once('a'), [a.done], same(a.done), 'skip a'],
    ['not even when it has changed', once('b'), [a.done], NEW, 'skip a'],
    ['nor when a later run failed', once('c'), [a.done, run('b', 2, 'Failed')], NEW, 'skip a'],
    ['but again after it has failed', once('a'), [a.failed], same(a.failed), 'run in place of a'],
    ['an active run is waited for as its own', once('a'), [a.active], same(a.active), 'keep a'],
  ])('%s', (_, manifest, runs, dryRun, expected) => {
    expect(summaryOf(decide(manifest, runs, dryRun, {}))).toBe(expected);
  });
});

describe('each decision can be overridden', () => {
  test.each<[string, Manifest, Job[], DryRunResult, RunOptions, string]>([
    [
      'failed Jobs run again',
      wanted('a'),
      [a.failed],
      same(a.failed),
      { rerun: 'failed' },
      'run in place of a',
    ],
    ['others do not then', wanted('a'), [a.done], same(a.done), { rerun: 'failed' }, 'keep a'],
    [
      'all Jobs run again',
      wanted('a'),
      [a.done],
      same(a.done),
      { rerun: 'all' },
      'run in place of a',
    ],
    [
      'also those that were to run once',
      wanted('a', { [RERUN_POLICY_ANNOTATION]: 'UntilSuccess' }),
      [a.done],
      same(a.done),
      { rerun: 'all' },
      'run in place of a',
    ],
    [
      'but an active run is run enough',
      wanted('a'),
      [a.active],
      same(a.active),
      { rerun: 'all' },
      'keep a',
    ],
    [
      'an active run can be a reason to refuse',
      wanted('b'),
      [a.active],
      NEW,
      { ifRunning: 'fail' },
      'reject',
    ],
    [
      'or to refuse nothing, if nothing is to run',
      wanted('a'),
      [a.active],
      same(a.active),
      { ifRunning: 'fail' },
      'keep a',
    ],
    [
      'or can be deleted',
      wanted('b'),
      [a.active],
      NEW,
      { ifRunning: 'replace' },
      'run in place of a',
    ],
    [
      'and is deleted once, if it has the same name',
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
