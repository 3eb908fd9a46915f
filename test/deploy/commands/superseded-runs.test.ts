import { supersededRuns } from '../../../src/deploy/commands/superseded-runs';
import { ID_LABEL } from '../../../src/kubernetes/metadata-keys';
import { condition, jobWith } from '../verdict/objects';

type Ended = 'Complete' | 'Failed' | undefined;

/** Runs of one Job, the oldest first. */
function runs(id: string, ended: readonly Ended[], metadata: object = {}) {
  return ended.map((type, i) => {
    const job = jobWith({ name: `${id}-${i}`, conditions: type ? [condition(type, 'True')] : [] });
    const creationTimestamp = `2026-01-01T00:00:0${i}Z`;
    return {
      ...job,
      metadata: {
        ...job.metadata,
        labels: { [ID_LABEL]: id },
        creationTimestamp,
        managedFields: [{ manager: 'cdk8s-jobs', operation: 'Apply' }],
        ...metadata,
      },
    };
  });
}

const names = (jobs: readonly { metadata: { name: string } }[]) =>
  jobs.map(({ metadata: { name } }) => name);

test('supersededRuns keeps the newest succeeded and failed runs, as many as requested', () => {
  const all = runs('a', ['Complete', 'Failed', 'Complete', 'Failed', 'Complete', 'Complete']);
  expect(names(supersededRuns(all, { keepSucceeded: 1, keepFailed: 1 }))).toEqual([
    'a-2',
    'a-0',
    'a-1',
  ]);
});

test('supersededRuns keeps three succeeded runs and one failed run by default', () => {
  expect(
    names(
      supersededRuns(
        runs('a', ['Failed', 'Failed', 'Complete', 'Complete', 'Complete', 'Complete', 'Complete']),
        {},
      ),
    ),
  ).toEqual(['a-2', 'a-0']);
});

test.each<[string, Ended[]]>([
  ['the newest run', ['Failed']],
  ['an active run', [undefined, 'Complete']],
])('supersededRuns never includes %s', (_, ended) => {
  expect(supersededRuns(runs('a', ended), { keepSucceeded: 0, keepFailed: 0 })).toEqual([]);
});

test('supersededRuns ignores later runs of other Jobs and in other namespaces', () => {
  const all = [
    ...runs('a', ['Complete']),
    ...runs('b', ['Complete']),
    ...runs('a', ['Complete'], { namespace: 'other' }),
  ];
  expect(supersededRuns(all, { keepSucceeded: 0 })).toEqual([]);
});

test.each<[string, object]>([
  [
    'that another tool applied',
    { managedFields: [{ manager: 'argocd-controller', operation: 'Apply' }] },
  ],
  ['of a CronJob', { ownerReferences: [{ uid: 'cron', controller: true }] }],
  ['without an id', { labels: {} }],
])('supersededRuns omits runs %s', (_, metadata) => {
  expect(
    supersededRuns(runs('a', ['Complete', 'Complete'], metadata), { keepSucceeded: 0 }),
  ).toEqual([]);
});
