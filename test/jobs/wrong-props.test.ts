import { App, Chart, Duration, Lazy, Testing } from 'cdk8s';
import {
  IndexedJob,
  JobWorkload,
  ParallelJob,
  RerunPolicy,
  ScheduledJob,
  SimpleJob,
  WorkQueueJob,
} from '../../src';

/** For what no compiler lets pass: props that came as `any`, or from JavaScript. */
type AnyProps = Record<string, unknown>;
type Untyped = new (scope: Chart, id: string, props: AnyProps) => JobWorkload;
const patterns = {
  SimpleJob,
  ParallelJob,
  IndexedJob,
  WorkQueueJob,
  ScheduledJob,
} as unknown as Record<string, Untyped>;

function problems(pattern: string, props: AnyProps, later?: (job: JobWorkload) => void): string[] {
  const chart = new Chart(new App(), 'c');
  const job = new patterns[pattern](chart, 'a', { image: 'i', ...props });
  later?.(job);
  try {
    Testing.synth(chart);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

describe('the validation of props of another pattern', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    [
      'SimpleJob',
      { backoffLimitPerIndex: 1 },
      'backoffLimitPerIndex: is a prop of IndexedJob only; use such a Job',
    ],
    [
      'SimpleJob',
      { completions: 3 },
      'completions: is a prop of ParallelJob and IndexedJob only; use such a Job',
    ],
    [
      'ParallelJob',
      { completions: 3, successPolicy: { toJson: () => ({}) } },
      'successPolicy: is a prop of IndexedJob only; use such a Job',
    ],
    [
      'WorkQueueJob',
      { workers: 1, completions: 3 },
      'completions: is a prop of ParallelJob and IndexedJob only; use such a Job',
    ],
    [
      'IndexedJob',
      { completions: 3, workers: 3 },
      'workers: is a prop of WorkQueueJob only; use such a Job',
    ],
    [
      'ScheduledJob',
      { schedule: '@daily', parallelism: 3 },
      'parallelism: is a prop of ParallelJob and IndexedJob only; pass it to Completion',
    ],
  ])('rejects %s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props)).toEqual([expect.stringContaining(`[c/a] ${problem}`)]),
  );
});

describe('the validation of unknown props', () => {
  const of = (props: AnyProps) => problems('SimpleJob', { image: undefined, ...props });

  test.each<[props: AnyProps, problem: string]>([
    [{ ttlSecondsAfterFinished: 60 }, 'ttlSecondsAfterFinished: is not a prop of Jobs; set ttlAf'],
    [{ activeDeadlineSeconds: 60 }, 'activeDeadlineSeconds: is not a prop of Jobs; set activeDea'],
    [{ namespace: 'a' }, 'namespace: is not a prop of Jobs; set metadata'],
    [{ envVariables: {} }, 'envVariables: is not a prop of Jobs; set env'],
    [{ volumeMounts: [] }, 'volumeMounts: is not a prop of Jobs; set volumeMounts in containers'],
    [{ livenessProbe: {} }, 'livenessProbe: is not a prop of Jobs; set liveness in containers'],
    [{ nodeSelector: {} }, 'nodeSelector: is not a prop of Jobs; write it in podOverlay'],
    [{ backofLimit: 1 }, 'backofLimit: is not a prop of Jobs; did you mean backoffLimit?'],
    [{ Args: ['a'] }, 'Args: is not a prop of Jobs; did you mean args?'],
    [{ schedule: '@daily' }, 'schedule: is a prop of ScheduledJob only; use such a Job'],
    [{ timeZone: 'Etc/UTC' }, 'timeZone: is a prop of ScheduledJob only; use such a Job'],
  ])('rejects a Job with %j', (props, problem) =>
    expect(problems('SimpleJob', props)).toEqual([expect.stringContaining(`[c/a] ${problem}`)]),
  );

  test.each<[props: AnyProps, problem: string]>([
    [{ env: { A: 'b' } }, 'env: is not a prop of containers; set envVariables'],
    [{ readinessProbe: {} }, 'readinessProbe: is not a prop of containers; set readiness'],
    [{ backoffLimit: 1 }, 'backoffLimit: is not a prop of containers; set it for the Job'],
    [{ tty: true }, 'tty: is not a prop of containers; write it in podOverlay'],
    [{ workingdir: '/' }, 'workingdir: is not a prop of containers; did you mean workingDir?'],
    [{ restartPolicy: 'Always' }, 'restartPolicy: is not a prop of containers; set it for the Job'],
  ])('rejects a container with %j', (props, problem) =>
    expect(of({ containers: [{ image: 'i', ...props }] })).toEqual([
      expect.stringContaining(`[c/a] containers[0].${problem}`),
    ]),
  );

  test('covers init containers, which may have a restartPolicy', () =>
    expect(
      of({
        containers: [{ image: 'i' }],
        initContainers: [{ name: 'b', image: 'i', restartPolicy: 'Always', env: {} }],
      }),
    ).toEqual([expect.stringContaining('[c/a] initContainers[0].env: is not a prop')]));

  test('covers CronJobs', () =>
    expect(problems('ScheduledJob', { schedule: '@daily', startingDeadlineSeconds: 5 })).toEqual([
      expect.stringContaining('[c/a] startingDeadlineSeconds: is not a prop of Jobs; set starting'),
    ]));

  test('accepts props of the class that passes them on, and undefined', () =>
    expect(
      problems('SimpleJob', { name: 'a', team: 'b', toString: 'c', volumeMounts: undefined }),
    ).toEqual([]));
});

describe('the validation of required props', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    ['ParallelJob', {}, 'completions: is required'],
    ['WorkQueueJob', {}, 'workers: is required'],
    ['IndexedJob', {}, 'completions or items is required'],
    [
      'IndexedJob',
      { completions: 2, items: ['a'] },
      'completions and items are mutually exclusive',
    ],
  ])('rejects %s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props)).toEqual([expect.stringContaining(`[c/a] ${problem}`)]),
  );
});

describe('validation of prop types', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    ['SimpleJob', { activeDeadline: 60 }, 'activeDeadline: must be a Duration in whole seconds'],
    [
      'SimpleJob',
      { activeDeadline: Duration.millis(500) },
      'activeDeadline: must be a Duration in whole seconds',
    ],
    ['SimpleJob', { command: 'echo hi' }, 'command: must be an array of strings'],
    ['SimpleJob', { command: ['sleep', 5] }, 'command: must be an array of strings'],
    ['SimpleJob', { env: { A: 5 } }, 'env: must be an object of strings and EnvValues'],
    [
      'SimpleJob',
      { podFailurePolicy: { rules: [] } },
      'podFailurePolicy: must be a PodFailurePolicy',
    ],
    ['SimpleJob', { podOverlay: 'x' }, 'podOverlay: must be an object'],
    [
      'SimpleJob',
      { resources: { limits: { cpu: '1' } } },
      'resources: must be an object by resource, with request and limit in each, such as { cpu: ',
    ],
    ['SimpleJob', { rerunPolicy: 'once' }, 'rerunPolicy: must be a RerunPolicy'],
    [
      'IndexedJob',
      { completions: 2, successPolicy: { rules: [] } },
      'successPolicy: must be a SuccessPolicy',
    ],
    ['ScheduledJob', { schedule: '@daily', completion: {} }, 'completion: must be a Completion'],
  ])('rejects %s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props).filter((line) => !line.includes(' spec.'))).toEqual([
      expect.stringContaining(`[c/a] ${problem}`),
    ]),
  );

  test('covers containers, whether passed as props or added later', () => {
    const probe = { path: '/' };
    expect(
      problems(
        'SimpleJob',
        { image: undefined, containers: [{ image: 'i', liveness: probe }] },
        (job) => job.addInitContainer({ name: 'b', image: 'i', args: 'x' as never }),
      ),
    ).toEqual([
      expect.stringContaining('[c/a] containers[0].liveness: must be a Probe'),
      expect.stringContaining('[c/a] initContainers[0].args: must be an array of strings'),
    ]);
  });

  test('reports the problems of the other props too', () => {
    expect(
      problems('SimpleJob', {
        activeDeadline: 60,
        backoffLimit: -1,
        completions: 2,
        ttlAfterFinished: Duration.hours(1),
        rerunPolicy: RerunPolicy.untilSuccess(),
      }).map((line) => line.split(':')[0]),
    ).toEqual([
      '[c/a] activeDeadline',
      '[c/a] completions',
      '[c/a] ttlAfterFinished',
      '[c/a] spec.backoffLimit',
    ]);
  });

  test('reports a missing schedule', () => {
    expect(problems('ScheduledJob', {})).toEqual([
      expect.stringMatching(/^\[c\/a\] spec\.schedule: /),
    ]);
  });

  test('rejects an item that JSON cannot represent', () => {
    expect(problems('IndexedJob', { items: [1n] })).toEqual([
      expect.stringMatching(/^\[c\/a\/Items\] items\[0\]: is not a JSON value/),
    ]);
  });

  test('rejects a string that YAML would read as a number', () => {
    expect(problems('SimpleJob', { env: { MODE: '0o644', OTHER: '0644' } })).toEqual([
      expect.stringContaining(
        '[c/a] spec.template.spec.containers[0].env[1].value: "0o644" is written to YAML without quotes',
      ),
    ]);
  });

  test('accepts any token that cdk8s resolves at synth', () => {
    const command = [Lazy.any({ produce: () => 'true' }) as string];
    expect(
      problems('SimpleJob', { command, env: { A: Lazy.any({ produce: () => 'b' }) } }),
    ).toEqual([]);
  });
});
