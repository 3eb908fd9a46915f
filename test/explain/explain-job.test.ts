import fc from 'fast-check';
import { jobOf, simulated } from './simulated-job';
import { explainJob } from '../../src/explain/explain-job';
import { COMPLETION_INDEX_LABEL } from '../../src/kubernetes/well-known-labels';
import type { LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';

const GRACE_SECONDS = 30;
/** What the controller and the kubelet need to notice something. */
const NOTICE_SECONDS = 2;
const FAILS: PodScript = { startSeconds: 0, runSeconds: 0, exitCode: 1 };
const SUCCEEDS: PodScript = { startSeconds: 0, runSeconds: 0 };
const SUCCEEDS_LATE: PodScript = { startSeconds: 0, runSeconds: 5000 };
const RUNS: PodScript = { startSeconds: 0, runSeconds: 1e6 };
const indexOf = ({ metadata }: LocalPod) => Number(metadata.annotations![COMPLETION_INDEX_LABEL]);
const ignoring = (onExitCodes: object) => ({ rules: [{ action: 'Ignore', onExitCodes }] });

describe('explainJob', () => {
  describe('the most Pods', () => {
    const perIndex = {
      completionMode: 'Indexed',
      completions: 3,
      parallelism: 3,
      backoffLimitPerIndex: 2,
    };
    test.each([
      ['of one completion are the retries and one more', {}, 6, 7],
      [
        'of several completions share the retries',
        { completions: 5, parallelism: 2, backoffLimit: 3 },
        3,
        8,
      ],
      [
        'of a work queue are its workers and the retries',
        { parallelism: 4, backoffLimit: 2 },
        2,
        6,
      ],
      ['with a limit per index are those of each index', perIndex, 6, 9],
      ['with both limits are bound by the smaller one', { ...perIndex, backoffLimit: 4 }, 4, 7],
      [
        'before a deadline are those whose pauses fit',
        { backoffLimit: 20, activeDeadlineSeconds: 71 },
        20,
        4,
      ],
      ['do not begin at the deadline', { backoffLimit: 20, activeDeadlineSeconds: 70 }, 20, 3],
      [
        'are bound by the deadline if failures are ignored',
        {
          backoffLimit: 0,
          activeDeadlineSeconds: 2000,
          podFailurePolicy: ignoring({ operator: 'In', values: [1] }),
        },
        Infinity,
        9,
      ],
    ])('%s, and a Job whose Pods fail at once reaches them', (_, jobSpec, failures, most) => {
      const job = jobOf(jobSpec);
      expect(explainJob(job).pods.most).toBe(most);
      const { pods } = simulated(
        job,
        (__, nth) => (nth < failures ? FAILS : SUCCEEDS_LATE),
        20_000,
      );
      expect(pods).toHaveLength(most);
    });

    test('are unlimited if a rule ignores failures, and not if an earlier rule matches them all', () => {
      const ignore = ignoring({ operator: 'In', values: [3] });
      expect(explainJob(jobOf({ podFailurePolicy: ignore })).pods.most).toBeNull();
      for (const onExitCodes of [
        { operator: 'In', values: [1, 3] },
        { operator: 'NotIn', values: [1] },
      ]) {
        const rules = [{ action: 'Count', onExitCodes }, ...ignore.rules];
        expect(explainJob(jobOf({ podFailurePolicy: { rules } })).pods.most).toBe(7);
      }
    });

    test('of a Job with a success policy leave out the indexes that it no longer needs', () => {
      const spec = {
        completionMode: 'Indexed',
        completions: 10,
        parallelism: 2,
        backoffLimit: 1,
        successPolicy: { rules: [{ succeededIndexes: '2-9', succeededCount: 3 }] },
      };
      const { pods, ends } = explainJob(jobOf(spec));
      expect(pods).toMatchObject({ fewestToSucceed: 5, most: 7 });
      expect(ends.map(({ reason }) => reason)).toEqual(['SuccessPolicy', 'BackoffLimitExceeded']);
      const fewest = simulated(jobOf(spec), (pod) => (indexOf(pod) === 1 ? RUNS : SUCCEEDS), 1000);
      expect(fewest.pods).toHaveLength(5);
      let failed = false;
      const most = simulated(
        jobOf(spec),
        (pod) => {
          if (indexOf(pod) === 3 && !failed) {
            failed = true;
            return FAILS;
          }
          return indexOf(pod) === 2 ? RUNS : { ...SUCCEEDS, runSeconds: 5 };
        },
        1000,
      );
      expect(most.status.conditions!.at(-1)!.reason).toBe('SuccessPolicy');
      expect(most.pods).toHaveLength(7);
    });
  });

  test('lists the pauses between retries until they no longer grow', () => {
    const { retries } = explainJob(jobOf({ backoffLimit: 9, activeDeadlineSeconds: 300 }));
    expect(retries).toEqual({
      limit: 9,
      limitPerIndex: null,
      maxFailedIndexes: null,
      pausesSeconds: [10, 20, 40, 80, 160, 320, 600],
      totalPauseSeconds: 2430,
      beforeDeadline: 4,
    });
  });

  test('counts the time that Pods may take to end after the deadline', () => {
    const job = jobOf({ activeDeadlineSeconds: 100, ttlSecondsAfterFinished: 60 });
    expect(explainJob(job).time).toEqual({
      deadlineSeconds: 100,
      latestEndSeconds: 130,
      deletedAfterSeconds: 60,
    });
    const { ended } = simulated(job, () => ({ ...RUNS, stopSeconds: GRACE_SECONDS }), 1000);
    expect(ended).toBeGreaterThanOrEqual(130);
    expect(ended).toBeLessThanOrEqual(130 + NOTICE_SECONDS);
    expect(explainJob(jobOf({})).time.latestEndSeconds).toBeNull();
  });

  test('cannot succeed without a Pod, unless it has no completions', () => {
    expect(explainJob(jobOf({ parallelism: 0 }))).toMatchObject({
      pods: { fewestToSucceed: null, most: 0, mostAtOnce: 0 },
      ends: [],
    });
    expect(explainJob(jobOf({ completions: 0 }))).toMatchObject({
      pods: { fewestToSucceed: 0, most: 0 },
      ends: [{ condition: 'Complete', reason: 'CompletionsReached' }],
    });
  });

  test('reports restarts in place, after which the Job fails', () => {
    const template = {
      spec: { restartPolicy: 'OnFailure', containers: [{ name: 'a', image: 'a' }] },
    };
    expect(explainJob(jobOf({ template, backoffLimit: 0 })).restarts).toEqual({
      failsAt: 1,
      pausesSeconds: [0, 10, 20, 40, 80, 160, 300],
    });
    expect(explainJob(jobOf({ template, backoffLimit: 4 })).restarts!.failsAt).toBe(4);
    expect(explainJob(jobOf({})).restarts).toBeNull();
  });

  test('names the controller of a Job that is not run by that of Kubernetes', () => {
    expect(explainJob(jobOf({ managedBy: 'example.com/queue' })).managedBy).toBe(
      'example.com/queue',
    );
    const { managedBy } = explainJob(jobOf({ managedBy: 'kubernetes.io/job-controller' }));
    expect(managedBy).toBeNull();
  });

  test.each([
    ['CompletionsReached', {}, SUCCEEDS],
    ['BackoffLimitExceeded', {}, FAILS],
    ['DeadlineExceeded', { activeDeadlineSeconds: 50 }, RUNS],
    [
      'PodFailurePolicy',
      {
        podFailurePolicy: {
          rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }],
        },
      },
      FAILS,
    ],
    [
      'FailedIndexes',
      { completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 0 },
      FAILS,
    ],
    [
      'MaxFailedIndexesExceeded',
      {
        completionMode: 'Indexed',
        completions: 2,
        parallelism: 2,
        backoffLimitPerIndex: 0,
        maxFailedIndexes: 0,
      },
      FAILS,
    ],
  ])('lists the end %s, which a Job reaches', (reason, spec, script) => {
    const job = jobOf(spec);
    expect(explainJob(job).ends.map((end) => end.reason)).toContain(reason);
    const { status } = simulated(job, () => script, 10_000);
    expect(status.conditions!.at(-1)!.reason).toBe(reason);
  });

  test('holds for every Job, whatever its Pods do', () => {
    fc.assert(
      fc.property(spec, fc.array(script, { minLength: 1, maxLength: 12 }), (jobSpec, scripts) => {
        const job = jobOf(jobSpec);
        const { pods, time, ends } = explainJob(job);
        const run = simulated(job, (_, nth) => scripts[nth % scripts.length], 3000);
        expect(run.pods.length).toBeLessThanOrEqual(pods.most ?? Infinity);
        expect(run.pods.length).toBeGreaterThanOrEqual(pods.mostAtOnce);
        expect(run.mostActive).toBe(pods.mostAtOnce);
        if (time.latestEndSeconds !== null) {
          expect(run.ended).toBeLessThanOrEqual(time.latestEndSeconds + NOTICE_SECONDS);
        }
        if (run.ended === undefined) return;
        const { type, reason } = run.status.conditions!.at(-1)!;
        expect(ends).toContainEqual({ condition: type, reason });
        if (type === 'Complete') {
          expect(run.pods.length).toBeGreaterThanOrEqual(pods.fewestToSucceed!);
        }
      }),
      { numRuns: 400 },
    );
  });
});

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const count = (max: number, min = 0) => fc.integer({ min, max });
const script: fc.Arbitrary<PodScript> = fc.record({
  startSeconds: count(3),
  runSeconds: count(40),
  exitCode: fc.constantFrom(0, 0, 1, 1, 3, 42),
  disrupted: fc.constantFrom(false, false, false, true),
  neverStarts: fc.constantFrom(...Array<boolean>(19).fill(false), true),
  stopSeconds: count(GRACE_SECONDS),
});
const rule = fc.record(
  {
    action: fc.constantFrom('FailJob', 'Ignore', 'Count', 'FailIndex'),
    onExitCodes: fc.record({
      operator: fc.constantFrom('In', 'NotIn'),
      values: fc.uniqueArray(fc.constantFrom(1, 3, 42, 137), { minLength: 1 }),
    }),
    onPodConditions: fc.constant([{ type: 'DisruptionTarget', status: 'True' }]),
  },
  { requiredKeys: ['action'] },
);
const podFailurePolicy = fc.array(rule, { minLength: 1, maxLength: 3 }).map((rules) => ({
  rules: rules
    .filter(({ onExitCodes, onPodConditions }) => onExitCodes ?? onPodConditions)
    .map(({ action, onExitCodes, onPodConditions }) =>
      onExitCodes ? { action, onExitCodes } : { action, onPodConditions },
    ),
}));
const common = {
  parallelism: maybe(count(5)),
  backoffLimit: maybe(count(5)),
  activeDeadlineSeconds: maybe(count(200, 1)),
  podReplacementPolicy: maybe(fc.constant('Failed')),
  podFailurePolicy: maybe(podFailurePolicy),
};
const nonIndexed = fc.record({ ...common, completions: maybe(count(5)) }).map((each) => ({
  ...each,
  podFailurePolicy: each.podFailurePolicy && withoutFailIndex(each.podFailurePolicy),
}));
const successRule = fc
  .record({
    succeededIndexes: maybe(fc.constantFrom('0', '0-1', '1,3', '0,2-4', '2-4')),
    succeededCount: maybe(count(2, 1)),
  })
  .filter((each) => each.succeededIndexes !== undefined || each.succeededCount !== undefined);
const indexed = fc
  .record({
    ...common,
    completionMode: fc.constant('Indexed'),
    completions: count(6, 4),
    backoffLimitPerIndex: maybe(count(2)),
    maxFailedIndexes: maybe(count(3)),
    successPolicy: maybe(
      fc.record({ rules: fc.array(successRule, { minLength: 1, maxLength: 2 }) }),
    ),
  })
  .map((each) =>
    each.backoffLimitPerIndex === undefined
      ? {
          ...each,
          maxFailedIndexes: undefined,
          podFailurePolicy: each.podFailurePolicy && withoutFailIndex(each.podFailurePolicy),
        }
      : each,
  );
const spec = fc
  .oneof(nonIndexed, indexed)
  .map((each) => JSON.parse(JSON.stringify(each)) as object);

/** The action FailIndex needs a limit per index. */
function withoutFailIndex({ rules }: { readonly rules: readonly { readonly action: string }[] }) {
  return { rules: rules.filter(({ action }) => action !== 'FailIndex') };
}
