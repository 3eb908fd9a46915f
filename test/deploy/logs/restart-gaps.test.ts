import type { ContainerStatus } from '../../../src/deploy/kube/objects';
import { RestartGapDetector } from '../../../src/deploy/logs/restart-gaps';
import { podWith, running, terminated, waiting } from '../verdict/objects';

const ENDED = { terminated: { exitCode: 1, containerID: 'last' } };

describe('RestartGapDetector', () => {
  test.each<[string, ContainerStatus[], number[]]>([
    [
      'reports nothing when each run was seen',
      [
        running('main', 0, 'a'),
        terminated(1, { containerID: 'a' }),
        { ...running('main', 1, 'b'), lastState: ENDED },
      ],
      [],
    ],
    [
      'reports nothing when a run is seen as the previous one',
      [running('main', 0, 'a'), { ...running('main', 2, 'c'), lastState: ENDED }],
      [],
    ],
    [
      'reports the number of runs that are missing',
      [running('main', 0, 'a'), { ...running('main', 4, 'e'), lastState: ENDED }],
      [2],
    ],
    ['reports a previous run that the Pod does not show', [running('main', 1, 'b')], [1]],
    [
      'reports earlier runs of a Pod that is first seen late',
      [{ ...running('main', 3, 'd'), lastState: ENDED }],
      [2],
    ],
    [
      'reports nothing when the last run of a waiting container is shown',
      [
        { ...waiting('CrashLoopBackOff'), restartCount: 0, lastState: ENDED },
        { ...running('main', 1, 'b'), lastState: ENDED },
      ],
      [],
    ],
    [
      'reports each gap once',
      [
        running('main', 1, 'b'),
        running('main', 1, 'b'),
        terminated(0, { containerID: 'b', restartCount: 1 }),
      ],
      [1],
    ],
  ])('%s', (_, statuses, expected) => {
    const seen = new RestartGapDetector();
    const gaps = statuses.flatMap((status) => seen.see(podWith({ containers: [status] })));
    expect(gaps.map(({ runs }) => runs)).toEqual(expected);
  });

  test('counts containers and Pods separately', () => {
    const seen = new RestartGapDetector();
    seen.see(podWith({ containers: [{ ...running('one', 1, 'b'), lastState: ENDED }] }));
    expect(seen.see(podWith({ containers: [running('two', 1, 'd')] }))).toEqual([
      { container: 'two', restarts: 0, runs: 1 },
    ]);
    expect(seen.see(podWith({ name: 'other', containers: [running('one', 1, 'e')] }))).toEqual([
      { container: 'one', restarts: 0, runs: 1 },
    ]);
  });
});
