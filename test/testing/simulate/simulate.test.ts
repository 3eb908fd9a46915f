import { App, Chart } from 'cdk8s';
import { SimpleJob } from '../../../src';
import type { JobManifest } from '../../../src/kubernetes/manifest';
import { simulate } from '../../../src/testing';

function jobOf(spec: object = {}, name = 'nightly'): JobManifest {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'a' }] } };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template, ...spec },
  };
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('simulate', () => {
  test('retries a Pod after the pause of the Job controller', () => {
    const fails = { exitCode: 3, runSeconds: 5 };
    const { jobs, containerSeconds } = simulate([jobOf({ backoffLimit: 2 })], {
      pods: [{ attempt: 1, ...fails }, { attempt: 2, ...fails }, { runSeconds: 60 }],
    });
    const [{ outcome, reason, pods, endSeconds }] = jobs;
    expect([outcome, reason]).toEqual(['Complete', 'CompletionsReached']);
    expect(pods.map(({ attempt, exitCode }) => [attempt, exitCode])).toEqual([
      [1, 3],
      [2, 3],
      [3, 0],
    ]);
    expect(pods[1].createdSeconds - pods[0].endSeconds!).toBe(10);
    expect(pods[2].createdSeconds - pods[1].endSeconds!).toBe(20);
    expect(endSeconds).toBeGreaterThanOrEqual(5 + 10 + 5 + 20 + 60);
    expect(containerSeconds).toBe(70);
  });

  test('fails a Job whose retry limit is lower than the failures, at the right moment', () => {
    const { jobs, timeline } = simulate([jobOf({ backoffLimit: 0 })], { pods: [{ exitCode: 1 }] });
    expect(jobs[0]).toMatchObject({ outcome: 'Failed', reason: 'BackoffLimitExceeded' });
    expect(jobs[0].pods).toHaveLength(1);
    expect(timeline.map(({ type }) => type)).toEqual([
      'JobCreated',
      'PodCreated',
      'PodStarted',
      'PodFailed',
      'JobFailed',
    ]);
  });

  test('does not count the Pod of a drained node when the failure policy ignores disruptions', () => {
    const ignore = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] };
    const scenario = { pods: [{ attempt: 1, drained: true, runSeconds: 3600 }] };
    const spec = { backoffLimit: 0, podFailurePolicy: { rules: [ignore] } };
    const { jobs } = simulate([jobOf(spec)], scenario);
    expect(jobs[0].outcome).toBe('Complete');
    expect(jobs[0].pods.map(({ reason }) => reason)).toEqual([
      'EvictionByEvictionAPI',
      'Completed',
    ]);
    expect(simulate([jobOf({ backoffLimit: 0 })], scenario).jobs[0].outcome).toBe('Failed');
  });

  test('scripts one index of one Job', () => {
    const indexed = { completionMode: 'Indexed', completions: 3, parallelism: 3 };
    const { jobs } = simulate([jobOf(indexed, 'a'), jobOf(indexed, 'b')], {
      pods: [{ job: 'b', index: 1, attempt: 1, exitCode: 137, reason: 'OOMKilled' }],
    });
    expect(jobs.map(({ pods }) => pods.length)).toEqual([3, 4]);
    expect(jobs[1].pods.filter(({ exitCode }) => exitCode !== 0)).toMatchObject([
      { index: 1, attempt: 1, exitCode: 137, reason: 'OOMKilled' },
    ]);
    expect(jobs[1].pods[3]).toMatchObject({ index: 1, attempt: 2, exitCode: 0 });
  });

  test('suspends and resumes a Job', () => {
    const { jobs, timeline } = simulate([jobOf()], {
      pods: [{ runSeconds: 30 }],
      changes: [
        { job: 'nightly', atSeconds: 10, suspend: true },
        { job: 'nightly', atSeconds: 100, suspend: false },
      ],
    });
    expect(timeline.filter(({ type }) => /Suspended|Resumed/.test(type))).toMatchObject([
      { seconds: 10, type: 'JobSuspended' },
      { seconds: 100, type: 'JobResumed' },
    ]);
    expect(jobs[0].outcome).toBe('Complete');
    expect(jobs[0].endSeconds).toBeGreaterThan(130);
  });

  test('ends a Job with a deadline whose Pod never starts', () => {
    const { jobs } = simulate([jobOf({ activeDeadlineSeconds: 600 })], {
      pods: [{ neverStarts: 'Unschedulable' }],
    });
    expect(jobs[0]).toMatchObject({ outcome: 'Failed', reason: 'DeadlineExceeded' });
    expect(jobs[0].pods[0].startSeconds).toBeUndefined();
  });

  test('finds the Jobs of a chart by the ids of their constructs', () => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    new SimpleJob(chart, 'migrate', { image: 'i', backoffLimit: 0 });
    const { jobs } = simulate(chart, { pods: [{ job: 'migrate', exitCode: 1 }] });
    expect(jobs).toMatchObject([{ id: 'migrate', namespace: 'shop', outcome: 'Failed' }]);
  });

  test.each([
    [3, 'Complete', 4],
    [2, 'Failed', 3],
  ])(
    'ends the nightly Job of docs/testing.md with %i retries as %s',
    (backoffLimit, outcome, pods) => {
      const { jobs } = simulate([jobOf({ backoffLimit })], {
        pods: [
          { job: 'nightly', attempt: 1, runSeconds: 600, exitCode: 1 },
          { job: 'nightly', attempt: 2, runSeconds: 300, drained: true },
          { job: 'nightly', attempt: 3, runSeconds: 600, exitCode: 1 },
          { job: 'nightly', runSeconds: 900 },
        ],
      });
      expect(jobs[0]).toMatchObject({ outcome, pods: { length: pods } });
      expect(jobs[0].durationSeconds).toBeLessThan(3600);
    },
  );

  test('returns the same result for the same input', () => {
    const run = () => simulate([jobOf({ completions: 5, parallelism: 2 })]);
    expect(run()).toEqual(run());
  });

  test('reports every problem of a scenario with its place', () => {
    expect(
      messageOf(() =>
        simulate([jobOf()], {
          pods: [{ job: 'nigthly' }, { index: 3 }, { attempt: 0, runSeconds: -1, exitCode: 256 }],
          changes: [{ job: 'nightly', atSeconds: NaN }],
          forSeconds: 0,
        }),
      )
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(':')[0]),
    ).toEqual([
      'forSeconds',
      'pods[0].job',
      'pods[1].index',
      'pods[2].attempt',
      'pods[2].runSeconds',
      'pods[2].exitCode',
      'changes[0].atSeconds',
      'changes[0].suspend',
    ]);
  });

  test('names the Jobs that the API server rejects and those that do not end', () => {
    const rejected = [jobOf({ parallelism: -1 }, 'a'), jobOf({ completions: -1 }, 'b')];
    expect(messageOf(() => simulate(rejected))).toMatch(/\n {2}a: .*\n {2}b: /);
    const stuck = { pods: [{ job: 'a', neverStarts: 'Unschedulable' }] };
    const jobs = [jobOf({}, 'a'), jobOf({ suspend: true }, 'b'), jobOf({}, 'c')];
    expect(messageOf(() => simulate(jobs, stuck))).toMatch(
      /\n {2}a: .*Unschedulable.*\n {2}b: .*suspended$/,
    );
    expect(messageOf(() => simulate([]))).toMatch('no Job');
  });
});
