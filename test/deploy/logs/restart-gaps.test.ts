import type { ContainerStatus } from '../../../src/deploy/kube/objects';
import { RestartGapDetector } from '../../../src/deploy/logs/restart-gaps';
import { podWith, running, terminated, waiting } from '../verdict/objects';

const ENDED = { terminated: { exitCode: 1, containerID: 'last' } };

test.each<[string, ContainerStatus[], number[]]>([
  [
    'each run that is seen in its turn is not unseen',
    [
      running('main', 0, 'a'),
      terminated(1, { containerID: 'a' }),
      { ...running('main', 1, 'b'), lastState: ENDED },
    ],
    [],
  ],
  [
    'nor is one that is seen as the last before the current',
    [running('main', 0, 'a'), { ...running('main', 2, 'c'), lastState: ENDED }],
    [],
  ],
  [
    'a jump by more than that is told, with how many are missing',
    [running('main', 0, 'a'), { ...running('main', 4, 'e'), lastState: ENDED }],
    [2],
  ],
  ['a last run that is shown no more is missing', [running('main', 1, 'b')], [1]],
  [
    'a Pod that is first seen late has runs that were not seen',
    [{ ...running('main', 3, 'd'), lastState: ENDED }],
    [2],
  ],
  [
    'a container that waits for its next run shows its last',
    [
      { ...waiting('CrashLoopBackOff'), restartCount: 0, lastState: ENDED },
      { ...running('main', 1, 'b'), lastState: ENDED },
    ],
    [],
  ],
  [
    'it is told once',
    [
      running('main', 1, 'b'),
      running('main', 1, 'b'),
      terminated(0, { containerID: 'b', restartCount: 1 }),
    ],
    [1],
  ],
])('%s', (_, statuses, expected) => {
  const seen = new RestartGapDetector();
  const told = statuses.flatMap((status) => seen.see(podWith({ containers: [status] })));
  expect(told.map(({ runs }) => runs)).toEqual(expected);
});

test('containers and Pods are counted apart', () => {
  const seen = new RestartGapDetector();
  seen.see(podWith({ containers: [{ ...running('one', 1, 'b'), lastState: ENDED }] }));
  expect(seen.see(podWith({ containers: [running('two', 1, 'd')] }))).toEqual([
    { container: 'two', restarts: 0, runs: 1 },
  ]);
  expect(seen.see(podWith({ name: 'other', containers: [running('one', 1, 'e')] }))).toEqual([
    { container: 'one', restarts: 0, runs: 1 },
  ]);
});
