import { jobWith, podWith, running, terminated } from './objects';
import type { Job, Pod } from '../../../src/deploy/kube/objects';
import { attemptsOf } from '../../../src/deploy/verdict/attempts';
import { failureHints, sidecarHint } from '../../../src/deploy/verdict/hints';

const failed = (exitCode: number, reason = 'Error', message?: string) =>
  podWith({ phase: 'Failed', containers: [terminated(exitCode, { reason, message })] });
const ofPod = (reason: string) => podWith({ phase: 'Failed', reason });
const dying = (pod: Pod): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: 't' },
});
const hints = (pods: Pod[], job: Job = jobWith(), reason?: string) =>
  failureHints(
    job,
    { outcome: 'failed', reason },
    pods.flatMap((pod) => [...attemptsOf(pod).values()].map((attempt) => ({ attempt, pod }))),
  );

test.each<[string, Pod, RegExp]>([
  ['memory', failed(137, 'OOMKilled'), /killed for memory: its limit, or that of its Pod or node/],
  [
    'a program that is not there',
    failed(128, 'StartError', 'exec: "nope": executable file not found in $PATH'),
    /no such program/,
  ],
  [
    'a program for another CPU',
    failed(128, 'StartError', 'exec /bin/x: exec format error'),
    /another CPU architecture/,
  ],
  [
    'a program that may not be executed',
    failed(128, 'StartError', 'exec: "/x": permission denied'),
    /may not be executed/,
  ],
  [
    'a program that did not start, whyever',
    failed(128, 'StartError', 'no cgroup'),
    /could not start/,
  ],
  ['an eviction', ofPod('Evicted'), /evicted/],
  ['a preemption', ofPod('PreemptionByScheduler'), /DisruptionTarget/],
  ['a node that was full when the Pod came', ofPod('OutOfcpu'), /refused the Pod/],
  ['an end that nobody saw', failed(137, 'ContainerStatusUnknown'), /not known/],
  [
    'the deadline of the Pod',
    podWith({ phase: 'Failed', reason: 'DeadlineExceeded', containers: [terminated(143)] }),
    /not that of the Job/,
  ],
  ['126', failed(126), /may not be executed/],
  ['127', failed(127), /was not found/],
  ['134', failed(134), /SIGABRT/],
  ['137', failed(137), /SIGKILL/],
  ['139', failed(139), /SIGSEGV/],
  ['143', failed(143), /SIGTERM/],
])('%s is explained', (_, pod, hint) => {
  expect(hints([pod])).toEqual([
    {
      message: expect.stringMatching(hint),
      command: expect.stringMatching(/^kubectl .*(pod|job)/),
    },
  ]);
  expect(hints([pod])[0].command).not.toMatch(/[A-Z]{3,}/); // names have been filled in
});

test('memory beyond its limit is explained with the limit', () => {
  const job = jobWith({
    spec: {
      template: {
        spec: { containers: [{ name: 'main', resources: { limits: { memory: '64Mi' } } }] },
      },
    },
  });
  expect(hints([failed(137, 'OOMKilled')], job)[0].message).toContain('its limit is 64Mi');
});

test.each<[string, Pod]>([
  ['an exit code that only the program knows', failed(3)],
  ['128 of a program that ran', failed(128)],
  ['127 of a program that was killed for another reason', failed(127, 'SomethingNew')],
  ['a signal that came with the deletion of its Pod', dying(failed(137))],
  ['SIGTERM that came with it', dying(failed(143))],
  ['a program that says "not found" itself', failed(1, 'Error', 'record not found')],
])('of %s nothing is said: a wrong hint is worse than none', (_, pod) =>
  expect(hints([pod])).toEqual([]),
);

test.each<[string, Job['spec'], RegExp]>([
  ['DeadlineExceeded', { activeDeadlineSeconds: 60 }, /activeDeadlineSeconds, 60, was up/],
  ['BackoffLimitExceeded', { backoffLimit: 3 }, /backoffLimit, 3, allows/],
  [
    'BackoffLimitExceeded',
    { template: { spec: { restartPolicy: 'OnFailure' } } },
    /OnFailure its Pods are deleted/,
  ],
  ['PodFailurePolicy', {}, /podFailurePolicy/],
  ['FailedIndexes', { backoffLimitPerIndex: 1 }, /backoffLimitPerIndex, 1, allows/],
  ['MaxFailedIndexesExceeded', { maxFailedIndexes: 2 }, /maxFailedIndexes, 2, allows/],
])('a Job that failed with %s is explained (%j)', (reason, spec, hint) => {
  expect(hints([], jobWith({ spec }), reason)).toEqual([
    {
      message: expect.stringMatching(hint),
      command: expect.stringMatching(/^kubectl .*job.*-n ns|-n ns .*job/),
    },
  ]);
});

test('a reason of the future, or that of an object, is not', () => {
  expect(hints([], jobWith(), 'SomethingNew')).toEqual([]);
  expect(hints([], jobWith(), 'toString')).toEqual([]);
});

test('the same is said once, and no more than five things', () => {
  const many = [126, 127, 134, 137, 139, 143].flatMap((code) => [failed(code), failed(code)]);
  expect(new Set(hints(many).map(({ message: hint }) => hint)).size).toBe(5);
  expect(hints(many)).toHaveLength(5);
});

test('a Pod that goes on for a container that only serves is explained', () => {
  const pod = podWith({ containers: [terminated(0), running('proxy')] });
  expect(sidecarHint([pod], 'ns')).toEqual([
    {
      message: expect.stringContaining('main has ended and proxy goes on'),
      command: expect.stringContaining('kubectl get pod pod -n ns'),
    },
  ]);
  expect(
    sidecarHint(
      [
        podWith({ containers: [running(), running('proxy')] }),
        podWith({ containers: [terminated(1), running('proxy')] }),
      ],
      'ns',
    ),
  ).toEqual([]);
});
