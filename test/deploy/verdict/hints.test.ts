import { jobWith, podWith, running, terminated } from './objects';
import type { Job, Pod } from '../../../src/deploy/kube/objects';
import { attemptsOf } from '../../../src/deploy/verdict/attempts';
import { failureHints } from '../../../src/deploy/verdict/hints';
import { sidecarHint } from '../../../src/deploy/verdict/sidecar-hint';
import { BLOCKER_RULES, blockerHint, blockerText } from '../../../src/deploy/verdict/stuck';

const failed = (exitCode: number, reason = 'Error', message?: string) =>
  podWith({ phase: 'Failed', containers: [terminated(exitCode, { reason, message })] });
const ofPod = (reason: string) => podWith({ phase: 'Failed', reason });
const deleted = (pod: Pod): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: 't' },
});
const limited = (memory: string) =>
  jobWith({
    spec: {
      template: { spec: { containers: [{ name: 'main', resources: { limits: { memory } } }] } },
    },
  });
const hints = (pods: Pod[], job: Job = jobWith(), reason?: string) =>
  failureHints(
    job,
    { outcome: 'failed', reason },
    pods.flatMap((pod) => [...attemptsOf(pod).values()].map((attempt) => ({ attempt, pod }))),
  );

const ATTEMPTS: [what: string, pod: Pod, job?: Job][] = [
  ['memory', failed(137, 'OOMKilled')],
  ['memory with a limit', failed(137, 'OOMKilled'), limited('64Mi')],
  ['a missing program', failed(128, 'StartError', 'exec: "nope": not found in $PATH')],
  ['another CPU architecture', failed(128, 'StartError', 'exec /bin/x: exec format error')],
  ['no permission to execute', failed(128, 'StartError', 'exec: "/x": permission denied')],
  ['another start error', failed(128, 'StartError', 'no cgroup')],
  ['eviction', ofPod('Evicted')],
  ['preemption', ofPod('PreemptionByScheduler')],
  ['a full node', ofPod('OutOfcpu')],
  ['a lost status', failed(137, 'ContainerStatusUnknown')],
  [
    'the deadline of the Pod',
    podWith({ phase: 'Failed', reason: 'DeadlineExceeded', containers: [terminated(143)] }),
  ],
  ...[126, 127, 134, 137, 139, 143].map((code): [string, Pod] => [`exit ${code}`, failed(code)]),
];
const REASONS: [reason: string, spec: Job['spec']][] = [
  ['DeadlineExceeded', { activeDeadlineSeconds: 60 }],
  ['BackoffLimitExceeded', { backoffLimit: 3 }],
  ['BackoffLimitExceeded', { template: { spec: { restartPolicy: 'OnFailure' } } }],
  ['PodFailurePolicy', {}],
  ['FailedIndexes', { backoffLimitPerIndex: 1 }],
  ['MaxFailedIndexesExceeded', { maxFailedIndexes: 2 }],
];

describe('failureHints', () => {
  test('explains attempts by reason, message and exit code, and Jobs by reason', () => {
    const ofAttempts = ATTEMPTS.map(([what, pod, job]) => [what, hints([pod], job)]);
    const ofJobs = REASONS.map(([reason, spec], i) => [
      `${reason} ${i}`,
      hints([], jobWith({ spec }), reason),
    ]);
    expect(Object.fromEntries([...ofAttempts, ...ofJobs])).toMatchSnapshot();
  });

  const withJob = ATTEMPTS.map(([what, pod, job = jobWith()]) => [what, pod, job] as const);
  test.each(withJob)('gives one hint with a complete command for %s', (_, pod, job) => {
    const [hint, ...others] = hints([pod], job);
    expect(hint.command).toMatch(/^kubectl .*(pod|job)/);
    expect(hint.command).not.toMatch(/[A-Z]{3,}/); // placeholders
    expect(others).toEqual([]);
  });

  test.each<[string, Pod]>([
    ['an exit code that only the program knows', failed(3)],
    ['128 of a program that ran', failed(128)],
    ['127 with another reason', failed(127, 'SomethingNew')],
    ['SIGKILL while its Pod is deleted', deleted(failed(137))],
    ['SIGTERM while its Pod is deleted', deleted(failed(143))],
    ['a program that prints "not found"', failed(1, 'Error', 'record not found')],
  ])('gives no hint for %s', (_, pod) => expect(hints([pod])).toEqual([]));

  test.each(['SomethingNew', 'toString'])('gives no hint for the unknown reason %s', (reason) =>
    expect(hints([], jobWith(), reason)).toEqual([]),
  );

  test('gives each hint once, and five at most', () => {
    const many = [126, 127, 134, 137, 139, 143].flatMap((code) => [failed(code), failed(code)]);
    expect(hints(many)).toHaveLength(5);
    expect(new Set(hints(many).map(({ message }) => message)).size).toBe(5);
  });
});

const FAILED_BESIDE_PROXY = podWith({ containers: [terminated(1), running('proxy')] });
const ofPolicy = (restartPolicy: string, pod: Pod): Pod => ({
  ...pod,
  spec: { ...pod.spec, restartPolicy },
});

describe('sidecarHint', () => {
  test('explains a Pod that continues after one of its containers succeeded', () => {
    const pod = podWith({ containers: [terminated(0), running('proxy')] });
    expect(sidecarHint([pod], 'ns')).toMatchSnapshot();
  });

  test('explains a Pod that continues after one of its containers failed for good', () => {
    const [hint] = sidecarHint([ofPolicy('Never', FAILED_BESIDE_PROXY)], 'ns');
    expect(hint.message).toMatch(/main has ended and proxy still runs/);
  });

  test.each<[string, Pod]>([
    ['all containers run', podWith({ containers: [running(), running('proxy')] })],
    ['a container that failed is restarted', ofPolicy('OnFailure', FAILED_BESIDE_PROXY)],
    ['its Pod is being deleted', deleted(podWith({ containers: [terminated(0), running('p')] }))],
  ])('gives no hint when %s', (_, pod) => expect(sidecarHint([pod], 'ns')).toEqual([]));
});

test('blockerText and blockerHint describe every class of blockers', () => {
  const classes = Object.keys(BLOCKER_RULES) as (keyof typeof BLOCKER_RULES)[];
  const texts = classes.map((cls) => {
    const blocker = { cause: { class: cls, reason: 'Reason', message: 'message' }, since: 0 };
    const { message, command } = blockerHint({ ...blocker, pod: 'pod' }, 'ns', 'job');
    return [cls, [blockerText({ ...blocker, pod: 'pod' }), message, command]];
  });
  const withoutPod = { cause: { class: 'quota', reason: 'FailedCreate' }, since: 0 } as const;
  expect({
    ...Object.fromEntries(texts),
    'without a Pod': [blockerText(withoutPod), blockerHint(withoutPod, 'ns', 'job').command],
  }).toMatchSnapshot();
});

test.each([
  [
    'ErrImageNeverPull',
    'is not present with pull policy of Never',
    /load it onto the node/,
    'pod p',
  ],
  ['Unschedulable', 'persistentvolumeclaim "c" not found', /create the PersistentVolumeC/, 'pvc'],
  ['Unschedulable', 'pod has unbound immediate PersistentVolumeClaims', /storageClassName/, 'pvc'],
])('blockerHint has a remedy of its own for %s: %s', (reason, message, remedy, subject) => {
  const blocker = { cause: { class: 'image', reason, message }, since: 0, pod: 'p' } as const;
  expect(blockerHint(blocker, 'ns', 'job')).toEqual({
    message: expect.stringMatching(remedy),
    command: `kubectl describe ${subject} -n ns`,
  });
});
