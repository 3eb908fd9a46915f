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

describe('a prop of another pattern, which would say nothing', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    [
      'SimpleJob',
      { backoffLimitPerIndex: 1 },
      'backoffLimitPerIndex: is a prop of IndexedJob, and says nothing here; use such a Job, or leave it out',
    ],
    [
      'SimpleJob',
      { completions: 3 },
      'completions: is a prop of ParallelJob and IndexedJob, and says nothing here; use such a Job, or leave it out',
    ],
    [
      'ParallelJob',
      { completions: 3, successPolicy: { toJson: () => ({}) } },
      'successPolicy: is a prop of IndexedJob, and says nothing here; use such a Job, or leave it out',
    ],
    [
      'WorkQueueJob',
      { workers: 1, completions: 3 },
      'completions: is a prop of ParallelJob and IndexedJob, and says nothing here; use such a Job, or leave it out',
    ],
    [
      'IndexedJob',
      { completions: 3, workers: 3 },
      'workers: is a prop of WorkQueueJob, and says nothing here; use such a Job, or leave it out',
    ],
    [
      'ScheduledJob',
      { schedule: '@daily', parallelism: 3 },
      'parallelism: is a prop of ParallelJob and IndexedJob, and says nothing here; give it to Completion, in the prop completion',
    ],
  ])('%s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props)).toEqual([`[c/a] ${problem}`]),
  );
});

describe('what a pattern needs', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    [
      'ParallelJob',
      {},
      'completions: is missing, so nobody knows when the Job is done; say how many Pods must succeed',
    ],
    ['WorkQueueJob', {}, 'workers: is missing; say how many Pods are at work at once'],
    [
      'IndexedJob',
      {},
      'completions and items are both missing, and one of them says how many indexes there are; give one of them',
    ],
    [
      'IndexedJob',
      { completions: 2, items: ['a'] },
      'completions and items are both given, and each says how many indexes there are; give one of them',
    ],
  ])('%s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props)).toEqual([`[c/a] ${problem}`]),
  );
});

describe('a value of a wrong kind', () => {
  test.each<[pattern: string, props: AnyProps, problem: string]>([
    [
      'SimpleJob',
      { activeDeadline: 60 },
      'activeDeadline: 60 is no Duration of whole seconds, which is all that it can be; write it as in Duration.minutes(5)',
    ],
    [
      'SimpleJob',
      { activeDeadline: Duration.millis(500) },
      'activeDeadline: 500 millis is no Duration of whole seconds, which is all that it can be; write it as in Duration.minutes(5)',
    ],
    [
      'SimpleJob',
      { command: 'echo hi' },
      "command: \"echo hi\" is no list of texts, which is all that it can be; write it as in ['sh', '-c', '…']",
    ],
    [
      'SimpleJob',
      { command: ['sleep', 5] },
      "command: [\"sleep\",5] is no list of texts, which is all that it can be; write it as in ['sh', '-c', '…']",
    ],
    [
      'SimpleJob',
      { env: { A: 5 } },
      'env: {"A":5} is no object of texts and EnvValues, which is all that it can be; write it as in { LEVEL: \'3\' }',
    ],
    [
      'SimpleJob',
      { podFailurePolicy: { rules: [] } },
      'podFailurePolicy: {"rules":[]} is no PodFailurePolicy, which is all that it can be; make it with PodFailurePolicy.…',
    ],
    [
      'SimpleJob',
      { podOverlay: 'x' },
      'podOverlay: "x" is no object, which is all that it can be; write fields of a PodSpec as they stand in a manifest',
    ],
    [
      'SimpleJob',
      { rerunPolicy: 'once' },
      'rerunPolicy: "once" is no RerunPolicy, which is all that it can be; make it with RerunPolicy.…',
    ],
    [
      'IndexedJob',
      { completions: 2, successPolicy: { rules: [] } },
      'successPolicy: {"rules":[]} is no SuccessPolicy, which is all that it can be; make it with SuccessPolicy.…',
    ],
    [
      'ScheduledJob',
      { schedule: '@daily', completion: {} },
      'completion: {} is no Completion, which is all that it can be; make it with Completion.…',
    ],
    [
      'ScheduledJob',
      { schedule: '@daily', startingDeadline: Duration.seconds(5) },
      'startingDeadline: has 5s, and the controller looks every 10s, so runs are left out by chance; give it 10s at least',
    ],
  ])('%s with %j', (pattern, props, problem) =>
    expect(problems(pattern, props).filter((line) => !line.includes(' spec.'))).toEqual([
      `[c/a] ${problem}`,
    ]),
  );

  test('in a container, too, made before or after', () => {
    const probe = { path: '/' };
    expect(
      problems(
        'SimpleJob',
        { image: undefined, containers: [{ image: 'i', liveness: probe }] },
        (job) => job.addInitContainer({ name: 'b', image: 'i', args: 'x' as never }),
      ),
    ).toEqual([
      '[c/a] containers[0].liveness: {"path":"/"} is no value of cdk8s-plus, which is all that it can be; make it with the class of that name',
      "[c/a] initContainers[0].args: \"x\" is no list of texts, which is all that it can be; write it as in ['sh', '-c', '…']",
    ]);
  });

  test('does not hide what else is wrong', () => {
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

  test('a missing schedule is said to be missing', () => {
    expect(problems('ScheduledJob', {})).toEqual([
      expect.stringMatching(/^\[c\/a\] spec\.schedule: /),
    ]);
  });

  test('an item that JSON cannot write is told', () => {
    expect(problems('IndexedJob', { items: [1n] })).toEqual([
      expect.stringMatching(/^\[c\/a\/Items\] items\[0\]: is no JSON/),
    ]);
  });

  test('a text that the YAML would make a number of is told', () => {
    expect(problems('SimpleJob', { env: { MODE: '0o644', OTHER: '0644' } })).toEqual([
      '[c/a] spec.template.spec.containers[0].env[1].value: "0o644" is written into the YAML without quotes, and read as a number; write it in another way, such as 0644 for 0o644',
    ]);
  });

  test('what cdk8s makes at synth may be anything', () => {
    const command = [Lazy.any({ produce: () => 'true' }) as string];
    expect(
      problems('SimpleJob', { command, env: { A: Lazy.any({ produce: () => 'b' }) } }),
    ).toEqual([]);
  });
});
