import { condition, podWith, running, terminated, waiting } from './objects';
import type { Pod } from '../../../src/deploy/kube/objects';
import { TrackedPods } from '../../../src/deploy/track/tracked-pods';
import { attemptsOf, isFailed, PodAttempts } from '../../../src/deploy/verdict/attempts';

/** What is known after a Pod was seen in each of these states. */
function after(...pods: Pod[]) {
  return [
    ...pods
      .reduce<PodAttempts | undefined>((known, pod) => attemptsOf(pod, known), undefined)!
      .values(),
  ];
}

test('a container that has not ended is not an attempt', () => {
  expect(
    after(
      podWith({ containers: [waiting('ContainerCreating')] }),
      podWith({ containers: [running()] }),
    ),
  ).toEqual([]);
});

test('a container that has ended is an attempt with its exit code, reason and times', () => {
  const pod = podWith({
    name: 'p',
    phase: 'Failed',
    containers: [terminated(3, { reason: 'Error', startedAt: 't1', finishedAt: 't2' })],
  });
  expect(after(pod)).toEqual([
    {
      pod: 'p',
      index: null,
      container: 'main',
      exitCode: 3,
      reason: 'Error',
      message: null,
      output: null,
      startedAt: 't1',
      finishedAt: 't2',
    },
  ]);
});

test.each([
  ['Completed', 0, 'rows: 3\n', 'rows: 3\n'],
  ['Error', 1, '{"failed":true}', '{"failed":true}'],
  ['OOMKilled', 137, 'half', 'half'],
  ['Completed', 0, '', null],
  ['StartError', 128, 'exec: "nope": not found', null],
  ['ContainerStatusUnknown', 137, 'The container could not be located', null],
])(
  'the output of an attempt is what its program wrote: %s',
  (reason, exitCode, message, output) => {
    const pod = podWith({ containers: [terminated(exitCode, { reason, message })] });
    expect(after(pod)).toMatchObject([{ output }]);
  },
);

test('the output of an attempt is that of its program if the Pod has a message too', () => {
  const pod = podWith({
    phase: 'Failed',
    reason: 'Evicted',
    message: 'The node was low on resource: memory.',
    containers: [terminated(137, { reason: 'Error', message: 'at row 7' })],
  });
  expect(after(pod)).toMatchObject([{ reason: 'Evicted', output: 'at row 7' }]);
});

test('an attempt that is observed twice is counted once', () => {
  const pod = podWith({ containers: [terminated(0, { containerID: 'a' })] });
  expect(after(pod, pod, pod)).toHaveLength(1);
});

test('an attempt has the index of an Indexed Job', () => {
  expect(after(podWith({ index: 7, containers: [terminated(1)] }))[0].index).toBe(7);
});

test('a restart in place adds an attempt and keeps the one before', () => {
  const first = { exitCode: 1, containerID: 'a' };
  expect(
    after(
      podWith({ containers: [terminated(1, { containerID: 'a' })] }),
      podWith({ containers: [{ ...running('main', 1, 'b'), lastState: { terminated: first } }] }),
      podWith({
        containers: [
          terminated(2, { containerID: 'b', restartCount: 1, lastState: { terminated: first } }),
        ],
      }),
    ).map(({ exitCode }) => exitCode),
  ).toEqual([1, 2]);
});

test('a restart that was not observed is found by the last state', () => {
  const pod = podWith({
    containers: [
      { ...running('main', 1, 'b'), lastState: { terminated: { exitCode: 5, containerID: 'a' } } },
    ],
  });
  expect(after(pod).map(({ exitCode }) => exitCode)).toEqual([5]);
});

test('a container that waits for its next run counts as one attempt', () => {
  const ended = { exitCode: 1, containerID: 'a' };
  expect(
    after(
      podWith({ containers: [terminated(1, { containerID: 'a' })] }),
      podWith({
        containers: [{ ...waiting('CrashLoopBackOff'), lastState: { terminated: ended } }],
      }),
    ),
  ).toHaveLength(1);
});

test('the restart count distinguishes runs when the runtime reports no ids', () => {
  expect(
    after(
      podWith({ containers: [terminated(1)] }),
      podWith({
        containers: [
          { ...waiting('CrashLoopBackOff'), lastState: { terminated: { exitCode: 1 } } },
        ],
      }),
      podWith({
        containers: [
          terminated(2, { restartCount: 1, lastState: { terminated: { exitCode: 1 } } }),
        ],
      }),
    ).map(({ exitCode }) => exitCode),
  ).toEqual([1, 2]);
});

test('an init container is an attempt when it failed, not when it succeeded', () => {
  const init = (exitCode: number) =>
    podWith({
      init: [terminated(exitCode, { name: 'setup' })],
      containers: [waiting('PodInitializing')],
    });
  expect(after(init(0))).toEqual([]);
  expect(after(init(4)).map(({ container, exitCode }) => [container, exitCode])).toEqual([
    ['setup', 4],
  ]);
});

test('a sidecar that is stopped at the end of the Pod is not an attempt', () => {
  const pod = podWith({
    init: [{ ...terminated(143, { name: 'proxy' }), restartPolicy: 'Always' }],
    containers: [terminated(0)],
  });
  expect(after(pod).map(({ container }) => container)).toEqual(['main']);
});

test('a Pod that fails before any of its containers ends is an attempt with the reason of the Pod', () => {
  const pod = podWith({
    name: 'p',
    phase: 'Failed',
    reason: 'Evicted',
    containers: [waiting('ContainerCreating')],
  });
  expect(after(pod)).toEqual([
    expect.objectContaining({ pod: 'p', container: null, exitCode: null, reason: 'Evicted' }),
  ]);
});

test('a run that later has no id is the same attempt', () => {
  expect(
    after(
      podWith({ containers: [terminated(137, { containerID: 'a' })] }),
      podWith({
        containers: [
          { ...terminated(137, { reason: 'ContainerStatusUnknown' }), containerID: 'a' },
        ],
      }),
    ),
  ).toHaveLength(1);
});

test('an earlier run and a successful run do not have the reason of the Pod', () => {
  const before = { terminated: { exitCode: 3, reason: 'Error', containerID: 'a' } };
  expect(
    after(
      podWith({
        phase: 'Failed',
        reason: 'DeadlineExceeded',
        containers: [
          terminated(143, {
            containerID: 'b',
            restartCount: 1,
            reason: 'Error',
            lastState: before,
          }),
          terminated(0, { name: 'other', reason: 'Completed' }),
        ],
      }),
    ).map(({ reason }) => reason),
  ).toEqual(['Error', 'DeadlineExceeded', 'Completed']);
});

test('an attempt has the reason of the Pod when its container only reports Error', () => {
  expect(
    after(
      podWith({
        phase: 'Failed',
        reason: 'DeadlineExceeded',
        containers: [terminated(143, { reason: 'Error' })],
      }),
    )[0].reason,
  ).toBe('DeadlineExceeded');
});

test('an attempt has the reason and message of the DisruptionTarget condition when that is True', () => {
  const disruption = condition('DisruptionTarget', 'True', {
    reason: 'PreemptionByScheduler',
    message: 'preempted',
  });
  expect(
    after(
      podWith({
        phase: 'Failed',
        conditions: [disruption],
        containers: [terminated(143, { reason: 'Error', message: 'mine' })],
      }),
    )[0],
  ).toMatchObject({ exitCode: 143, reason: 'PreemptionByScheduler', message: 'preempted' });
  expect(
    after(
      podWith({
        phase: 'Failed',
        conditions: [{ ...disruption, status: 'False' }],
        containers: [terminated(3, { reason: 'Error', message: 'mine' })],
      }),
    )[0],
  ).toMatchObject({ reason: 'Error', message: 'mine' });
});

const dying = (pod: Pod): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: 't' },
});
/** The attempts after a Pod was seen in each of these states, the last one when it was deleted. */
function whenDeleted(...pods: Pod[]) {
  const tracked = new TrackedPods();
  for (const [i, pod] of pods.entries()) tracked.see(pod, i === pods.length - 1);
  return tracked.runs().map(({ attempt }) => attempt);
}
const RUNS = podWith({ containers: [running('main', 0, 'a')] });

describe('a Pod that is deleted while its program runs', () => {
  test.each([
    ['by a signal', 137, 'Failed', 'Error'],
    ['with 0, as it was asked to stop', 0, 'Succeeded', 'Completed'],
  ])('is a failed attempt that was deleted when it ends %s', (_, exitCode, phase, reason) => {
    const end = podWith({
      phase,
      containers: [terminated(exitCode, { containerID: 'a', reason })],
    });
    const [attempt, ...others] = whenDeleted(RUNS, dying(RUNS), dying(end), dying({ ...end }));
    expect(attempt).toMatchObject({ exitCode, reason: 'PodDeleted', container: 'main' });
    expect([isFailed(attempt), others]).toEqual([true, []]);
  });

  test('is a failed attempt with the reason of its disruption, also when it exits with 0', () => {
    const reason = 'EvictionByEvictionAPI';
    const conditions = [condition('DisruptionTarget', 'True', { reason, message: 'evicting' })];
    const end = podWith({
      phase: 'Succeeded',
      conditions,
      containers: [terminated(0, { containerID: 'a', reason: 'Completed' })],
    });
    const [attempt] = whenDeleted(RUNS, dying(RUNS), dying(end));
    expect(attempt).toMatchObject({ exitCode: 0, reason, message: 'evicting' });
    expect(isFailed(attempt)).toBe(true);
  });

  test('is the last attempt when its container had failed before', () => {
    const state = { running: { startedAt: '2026-01-01T00:00:20Z' } };
    const again = podWith({
      containers: [
        {
          name: 'main',
          containerID: 'b',
          restartCount: 1,
          state,
          lastState: terminated(4, { containerID: 'a', finishedAt: '2026-01-01T00:00:10Z' }).state,
        },
      ],
    });
    const exitCodes = whenDeleted(RUNS, again, dying(again)).map(({ exitCode }) => exitCode);
    expect(exitCodes).toEqual([4, null]);
  });

  test('is an attempt without an exit code when it was deleted by force', () => {
    expect(whenDeleted(RUNS, dying({ ...RUNS }))).toEqual([
      expect.objectContaining({ container: 'main', exitCode: null, reason: 'PodDeleted' }),
    ]);
  });
});

test.each([
  ['exits with 0', 'Succeeded', terminated(0, { containerID: 'a', reason: 'Completed' })],
  ['fails', 'Failed', terminated(3, { containerID: 'a', reason: 'Error' })],
])('a Pod that %s before it is deleted keeps its own reason', (_, phase, status) => {
  const end = podWith({ phase, containers: [status] });
  const [attempt, ...others] = whenDeleted(RUNS, end, dying(end), dying({ ...end }));
  expect(attempt.reason).toBe(status.state!.terminated!.reason);
  expect(others).toEqual([]);
});

test('a Pod that a later list lacks is not an attempt, since its end was not observed', () => {
  expect(whenDeleted(RUNS, RUNS)).toEqual([]);
});

test('a program that exits with 0 in a Pod that failed has failed, with the reason of the Pod', () => {
  const [attempt] = after(
    podWith({ phase: 'Failed', reason: 'Evicted', containers: [terminated(0)] }),
  );
  expect([attempt.reason, isFailed(attempt)]).toEqual(['Evicted', true]);
});
