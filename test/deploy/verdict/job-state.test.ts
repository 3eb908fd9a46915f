import { condition, jobWith } from './objects';
import type { Job } from '../../../src/deploy/kube/objects';
import { isSuspendedOrQueued, jobState, PodsSeen } from '../../../src/deploy/verdict/job-state';
import type { Blocker } from '../../../src/deploy/verdict/stuck';

const NONE: PodsSeen = { pending: 0, running: 0 };
const QUEUE = { 'kueue.x-k8s.io/queue-name': 'team-a' };
const ELSEWHERE = 'kueue.x-k8s.io/multikueue';
const state = (job: Job, pods: Partial<PodsSeen> = {}, standings: Blocker[] = []) => {
  const { state: name, reason, message } = jobState(job, { ...NONE, ...pods }, standings);
  return [name, reason, message];
};

test.each<[string, Job, Partial<PodsSeen>, (string | undefined)[]]>([
  ['a new Job has no Pods', jobWith(), {}, ['no-pods', undefined, undefined]],
  [
    'a Job with a Pod that does not run yet is pending',
    jobWith(),
    { pending: 1 },
    ['pending', undefined, undefined],
  ],
  [
    'a Job with a Pod that runs is running',
    jobWith(),
    { pending: 3, running: 1 },
    ['running', undefined, undefined],
  ],
  [
    'a Job whose status counts ready Pods is running when Pods may not be watched',
    jobWith({ status: { active: 2, ready: 1 } }),
    {},
    ['running', undefined, undefined],
  ],
  [
    'a Job whose status counts active Pods is pending when Pods may not be watched',
    jobWith({ status: { active: 2 } }),
    {},
    ['pending', undefined, undefined],
  ],
  [
    'a suspended Job is suspended',
    jobWith({ spec: { suspend: true } }),
    {},
    ['suspended', undefined, undefined],
  ],
  [
    'a Job that is suspended by Kueue is queued',
    jobWith({ spec: { suspend: true }, labels: QUEUE }),
    {},
    ['queued', undefined, 'in queue team-a'],
  ],
  [
    'a suspended Job with the queue annotation of the first versions of Kueue is queued',
    jobWith({ spec: { suspend: true }, annotations: QUEUE }),
    {},
    ['queued', undefined, 'in queue team-a'],
  ],
  [
    'a Job of a queue that runs is not queued',
    jobWith({ labels: QUEUE }),
    { running: 1 },
    ['running', undefined, undefined],
  ],
  [
    'a Job of another controller is queued until its status counts active Pods',
    jobWith({ spec: { managedBy: ELSEWHERE } }),
    {},
    ['queued', undefined, `managed by ${ELSEWHERE}`],
  ],
  [
    'a Job of another controller is pending when its status counts active Pods',
    jobWith({ spec: { managedBy: ELSEWHERE }, status: { active: 1 } }),
    {},
    ['pending', undefined, undefined],
  ],
  [
    'a Job that is managed by the controller of Kubernetes is not queued',
    jobWith({ spec: { managedBy: 'kubernetes.io/job-controller' } }),
    {},
    ['no-pods', undefined, undefined],
  ],
  [
    'a Job whose parallelism is 0 is paused',
    jobWith({ spec: { parallelism: 0 } }),
    {},
    ['paused', undefined, undefined],
  ],
  [
    'a Job whose parallelism is 0 is running while one of its Pods runs',
    jobWith({ spec: { parallelism: 0 } }),
    { running: 1 },
    ['running', undefined, undefined],
  ],
  [
    'a Job whose Pod has failed retries',
    jobWith({ spec: { backoffLimit: 6 }, status: { failed: 2 } }),
    { last: 'Failed' },
    ['retrying', undefined, '2 failed, backoffLimit 6'],
  ],
  [
    'a Job whose Pod has failed retries while the next Pod is pending',
    jobWith({ spec: { backoffLimit: 6 }, status: { failed: 2 } }),
    { last: 'Failed', pending: 1 },
    ['retrying', undefined, '2 failed, backoffLimit 6'],
  ],
  [
    'a Job with retries for each index reports backoffLimitPerIndex',
    jobWith({
      spec: { backoffLimit: 2 ** 31 - 1, backoffLimitPerIndex: 1 },
      status: { failed: 2 },
    }),
    { last: 'Failed' },
    ['retrying', undefined, '2 failed, backoffLimitPerIndex 1'],
  ],
  [
    'a Job without retries left is not retrying',
    jobWith({ spec: { backoffLimit: 1 }, status: { failed: 2 } }),
    { last: 'Failed' },
    ['no-pods', undefined, undefined],
  ],
  [
    'a Job that is being deleted is not retrying',
    {
      ...jobWith({ status: { failed: 1 } }),
      metadata: { ...jobWith().metadata, deletionTimestamp: 't' },
    },
    { last: 'Failed' },
    ['no-pods', undefined, undefined],
  ],
  [
    'a Job without retries for each index is not retrying',
    jobWith({ spec: { backoffLimit: 9, backoffLimitPerIndex: 0 }, status: { failed: 1 } }),
    { last: 'Failed', lastIndex: 0 },
    ['no-pods', undefined, undefined],
  ],
  [
    'a Job whose last index to fail has no retries left is not retrying',
    jobWith({
      spec: { backoffLimit: 9, backoffLimitPerIndex: 1 },
      status: { failed: 4, failedIndexes: '1,3-5' },
    }),
    { last: 'Failed', lastIndex: 4 },
    ['no-pods', undefined, undefined],
  ],
  [
    'a failure before the last success is not a retry',
    jobWith({ status: { failed: 1, succeeded: 1 } }),
    { last: 'Succeeded' },
    ['no-pods', undefined, undefined],
  ],
  [
    'a Job that has met its success criteria is succeeding',
    jobWith({ conditions: [condition('SuccessCriteriaMet', 'True', { reason: 'SuccessPolicy' })] }),
    { running: 1 },
    ['succeeding', 'SuccessPolicy', undefined],
  ],
  [
    'a Job whose failure is certain is failing',
    jobWith({
      conditions: [
        condition('FailureTarget', 'True', { reason: 'PodFailurePolicy', message: 'exit 42' }),
      ],
    }),
    { running: 1 },
    ['failing', 'PodFailurePolicy', 'exit 42'],
  ],
  [
    'a Job whose FailureTarget and SuccessCriteriaMet are False is running',
    jobWith({
      conditions: [condition('FailureTarget', 'False'), condition('SuccessCriteriaMet', 'False')],
    }),
    { running: 1 },
    ['running', undefined, undefined],
  ],
  [
    'a Job that was resumed is not suspended',
    jobWith({ conditions: [condition('Suspended', 'False')] }),
    { running: 1 },
    ['running', undefined, undefined],
  ],
])('%s', (_, job, pods, expected) => expect(state(job, pods)).toEqual(expected));

const refused: Blocker = {
  cause: { class: 'quota', reason: 'FailedCreate', message: 'exceeded quota' },
  since: 0,
  until: 1,
};
const unmounted: Blocker = {
  cause: { class: 'volume', reason: 'FailedMount' },
  since: 0,
  until: 1,
  pod: 'pod',
};
const unpulled: Blocker = {
  cause: { class: 'image', reason: 'ErrImagePull' },
  since: 0,
  pod: 'pod',
};

test('a Job without Pods has the reason of its blocker from events', () =>
  expect(state(jobWith(), {}, [unpulled, refused])).toEqual([
    'no-pods',
    'FailedCreate',
    'exceeded quota',
  ]));
test('a pending Job has the reason of a blocker from events, not of one from the status of a Pod', () => {
  expect(state(jobWith(), { pending: 1 }, [unpulled, unmounted])).toEqual([
    'pending',
    'FailedMount',
    undefined,
  ]);
  expect(state(jobWith(), { pending: 1 }, [unpulled])).toEqual(['pending', undefined, undefined]);
});

test.each<[string, boolean, Job]>([
  ['suspended', true, jobWith({ spec: { suspend: true } })],
  ['paused', true, jobWith({ spec: { parallelism: 0 } })],
  ['managed by a controller that has not begun', true, jobWith({ spec: { managedBy: ELSEWHERE } })],
  [
    'managed by a controller that has begun',
    false,
    jobWith({ spec: { managedBy: ELSEWHERE }, status: { active: 1 } }),
  ],
  [
    'neither suspended nor managed by a controller',
    false,
    jobWith({ spec: { suspend: false, parallelism: 1 } }),
  ],
])('isSuspendedOrQueued, for a Job that is %s, returns %s', (_, expected, job) =>
  expect(isSuspendedOrQueued(job)).toBe(expected),
);
