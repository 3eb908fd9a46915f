import { Chart } from 'cdk8s';
import {
  Completion,
  IndexedJob,
  JobDefaults,
  PodFailure,
  PodFailureAction,
  PodFailurePolicy,
  PodFailureRule,
  RerunPolicy,
  Schedule,
  ScheduledJob,
  ScheduledJobProps,
  SimpleJob,
  SuccessPolicy,
} from '../../src';
import { outputOf } from '../jobs/helpers';

// Except for those of JobDefaults, the Jobs have no defaults, so each snapshot holds what the policy writes.

const image = 'registry.example/worker:1.0';
const metadata = { name: 'job' };
const outputWithoutDefaults = (make: (chart: Chart) => void) => outputOf(make, JobDefaults.none());

describe('Completion', () => {
  test.each<[string, Completion, object]>([
    ['writes no field when it is single', Completion.single(), {}],
    [
      'writes completions when it is fixed without parallelism',
      Completion.fixed({ completions: 6 }),
      { completions: 6 },
    ],
    [
      'writes completions and parallelism when it is fixed with both',
      Completion.fixed({ completions: 6, parallelism: 2 }),
      { completions: 6, parallelism: 2 },
    ],
    [
      'writes the Indexed mode when it is indexed with completions',
      Completion.indexed({ completions: 3, parallelism: 3 }),
      { completionMode: 'Indexed', completions: 3, parallelism: 3 },
    ],
    [
      'writes an index per item when it is indexed with items',
      Completion.indexed({ items: ['a', { b: 1 }] }),
      { completionMode: 'Indexed', completions: 2 },
    ],
    [
      'writes both limits when each index is retried by itself',
      Completion.indexed({ completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 2 }),
      { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 2 },
    ],
    [
      'writes the success policy when it is indexed with one',
      Completion.indexed({ completions: 3, successPolicy: SuccessPolicy.indexes(0) }),
      {
        completionMode: 'Indexed',
        completions: 3,
        successPolicy: { rules: [{ succeededIndexes: '0' }] },
      },
    ],
    [
      'writes only parallelism when it is a work queue',
      Completion.workQueue({ workers: 4 }),
      { parallelism: 4 },
    ],
  ])('%s', (_, completion, fields) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) =>
        new ScheduledJob(chart, 'job', {
          metadata,
          image,
          schedule: '@daily',
          completion,
        } as ScheduledJobProps),
    );
    const { template, ...spec } = manifests.find(({ kind }) => kind === 'CronJob').spec.jobTemplate
      .spec;
    expect(spec).toEqual(fields);
    expect(template.spec.containers).toHaveLength(1);
    expect(yaml).toMatchSnapshot();
  });
});

describe('PodFailurePolicy', () => {
  const onExitCodes = (operator: string, values: number[], containerName?: string) => ({
    onExitCodes: { ...(containerName && { containerName }), operator, values },
  });
  const onPodCondition = (type: string, status: string) => ({
    onPodConditions: [{ type, status }],
  });

  test.each<[string, PodFailureRule[], object[]]>([
    [
      'fails the Job when one exit code matches',
      [PodFailure.onExitCodes(42).failJob()],
      [{ action: 'FailJob', ...onExitCodes('In', [42]) }],
    ],
    [
      'fails the index when the exit code does not match any value',
      [PodFailure.onExitCodes([0, 3], { operator: 'NotIn' }).failIndex()],
      [{ action: 'FailIndex', ...onExitCodes('NotIn', [0, 3]) }],
    ],
    [
      'ignores the failure when the exit code of the named container matches',
      [PodFailure.onExitCodes(1, { containerName: 'main' }).ignore()],
      [{ action: 'Ignore', ...onExitCodes('In', [1], 'main') }],
    ],
    [
      'counts the failure when one of several exit codes, sorted and without duplicates, matches',
      [PodFailure.onExitCodes([137, 2, 137]).count()],
      [{ action: 'Count', ...onExitCodes('In', [2, 137]) }],
    ],
    [
      'ignores the failure when a Pod condition is True',
      [PodFailure.onPodCondition('DisruptionTarget').ignore()],
      [{ action: 'Ignore', ...onPodCondition('DisruptionTarget', 'True') }],
    ],
    [
      'fails the Job when a Pod condition is False',
      [PodFailure.onPodCondition('Ready', 'False').failJob()],
      [{ action: 'FailJob', ...onPodCondition('Ready', 'False') }],
    ],
    [
      'fails the index when a Pod condition is Unknown',
      [PodFailure.onPodCondition('Ready', 'Unknown').failIndex()],
      [{ action: 'FailIndex', ...onPodCondition('Ready', 'Unknown') }],
    ],
    [
      'keeps the order of the rules when it has several',
      [
        PodFailure.onPodCondition('DisruptionTarget').ignore(),
        PodFailure.onExitCodes(2).failJob(),
        PodFailure.onExitCodes(3).failIndex(),
        PodFailure.onExitCodes(4).count(),
      ],
      [
        { action: 'Ignore', ...onPodCondition('DisruptionTarget', 'True') },
        { action: 'FailJob', ...onExitCodes('In', [2]) },
        { action: 'FailIndex', ...onExitCodes('In', [3]) },
        { action: 'Count', ...onExitCodes('In', [4]) },
      ],
    ],
  ])('%s', (_, rules, expected) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) =>
        new IndexedJob(chart, 'job', {
          metadata,
          image,
          completions: 3,
          backoffLimitPerIndex: 1,
          podFailurePolicy: PodFailurePolicy.of<PodFailureAction>(...rules),
        }),
    );
    expect(manifests[0].spec.podFailurePolicy).toEqual({ rules: expected });
    expect(manifests[0].spec.template.spec.restartPolicy).toBe('Never');
    expect(yaml).toMatchSnapshot();
  });
});

describe('SuccessPolicy', () => {
  test.each<[string, SuccessPolicy, object[]]>([
    [
      'requires one index when an index is given',
      SuccessPolicy.indexes(0),
      [{ succeededIndexes: '0' }],
    ],
    [
      'requires all listed indexes when a list is given',
      SuccessPolicy.indexes([0, '2-4', 7]),
      [{ succeededIndexes: '0,2-4,7' }],
    ],
    [
      'requires some of the indexes when indexes and a count are given',
      SuccessPolicy.indexes('0-9', { count: 3 }),
      [{ succeededIndexes: '0-9', succeededCount: 3 }],
    ],
    [
      'requires any indexes when only a count is given',
      SuccessPolicy.count(8),
      [{ succeededCount: 8 }],
    ],
    [
      'requires one of its rules when policies are joined by or()',
      SuccessPolicy.count(8).or(SuccessPolicy.indexes('0-2')),
      [{ succeededCount: 8 }, { succeededIndexes: '0-2' }],
    ],
  ])('%s', (_, successPolicy, rules) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) => new IndexedJob(chart, 'job', { metadata, image, completions: 10, successPolicy }),
    );
    expect(manifests[0].spec).toMatchObject({
      completionMode: 'Indexed',
      successPolicy: { rules },
    });
    expect(yaml).toMatchSnapshot();
  });
});

describe('RerunPolicy', () => {
  test.each<[string, RerunPolicy | undefined, string | undefined]>([
    ['ends the generated name with the hash when none is given', undefined, undefined],
    [
      'ends the generated name with the hash when it is onChange',
      RerunPolicy.onChange(),
      'OnChange',
    ],
    ['keeps the hash out of the generated name when it is always', RerunPolicy.always(), 'Always'],
    [
      'keeps the hash out of the generated name when it is untilSuccess',
      RerunPolicy.untilSuccess(),
      'UntilSuccess',
    ],
  ])('%s', (_, rerunPolicy, value) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) => new SimpleJob(chart, 'job', { image, rerunPolicy }),
    );
    const { name, labels, annotations } = manifests[0].metadata;
    const hash = annotations['cdk8s-jobs/spec-hash'];
    expect(annotations['cdk8s-jobs/rerun-policy']).toBe(value);
    expect(hash).toMatch(/^\w{8}$/);
    expect(name).toBe(
      value === 'Always' || value === 'UntilSuccess'
        ? labels['cdk8s-jobs/id']
        : `chart-job-${hash}`,
    );
    expect(yaml).toMatchSnapshot();
  });

  test.each<[string, RerunPolicy]>([
    ['onChange', RerunPolicy.onChange()],
    ['always', RerunPolicy.always()],
    ['untilSuccess', RerunPolicy.untilSuccess()],
  ])('keeps the given name when it is %s', (_, rerunPolicy) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) => new SimpleJob(chart, 'job', { metadata, image, rerunPolicy }),
    );
    const { name, annotations } = manifests[0].metadata;
    expect(name).toBe('job');
    expect(annotations).toEqual({ 'cdk8s-jobs/rerun-policy': rerunPolicy.name });
    expect(yaml).toMatchSnapshot();
  });
});

describe('Schedule', () => {
  test.each<[string, Schedule, string]>([
    ['writes the expression when it is cron', Schedule.cron('30 6 * * 1-5'), '30 6 * * 1-5'],
    ['writes a step when it is every 15 minutes', Schedule.everyMinutes(15), '*/15 * * * *'],
    ['writes minute 0 when it is every 60 minutes', Schedule.everyMinutes(60), '0 * * * *'],
    ['writes the minute when it is every hour', Schedule.everyHours(1, 5), '5 * * * *'],
    ['writes a step when it is every 6 hours', Schedule.everyHours(6), '0 */6 * * *'],
    ['writes hour 0 when it is every 24 hours', Schedule.everyHours(24), '0 0 * * *'],
    ['writes minute and hour when it is daily', Schedule.daily('03:30'), '30 3 * * *'],
    [
      'writes a list when it is weekly on several days',
      Schedule.weekly(['Mon', 'Thu'], '03:30'),
      '30 3 * * MON,THU',
    ],
    [
      'writes a range when it is weekly on a range of days',
      Schedule.weekly('Mon-Fri', '03:30'),
      '30 3 * * MON-FRI',
    ],
    [
      'writes the day of the month when it is monthly',
      Schedule.monthly(15, '03:30'),
      '30 3 15 * *',
    ],
  ])('%s', (_, schedule, expression) => {
    const { yaml, manifests } = outputWithoutDefaults(
      (chart) => new ScheduledJob(chart, 'job', { metadata, image, schedule }),
    );
    expect(manifests[0].spec.schedule).toBe(expression);
    expect(yaml).toMatchSnapshot();
  });
});

describe('JobDefaults', () => {
  const props = {
    metadata: { name: 'report', namespace: 'shop' },
    image: `registry.example/report@sha256:${'0123456789abcdef'.repeat(4)}`,
    command: ['report'],
  };
  const containerOf = (podTemplate: any) => podTemplate.spec.containers[0];

  const PRESETS: [string, JobDefaults, string[]][] = [
    ['none', JobDefaults.none(), []],
    ['sane', JobDefaults.sane(), []],
    ['strict', JobDefaults.strict(), ['NetworkPolicy']],
  ];

  test.each(PRESETS)(
    'writes the Job of the snapshot when they are %s',
    (preset, defaults, kinds) => {
      const { yaml, manifests } = outputOf((chart) => new SimpleJob(chart, 'job', props), defaults);
      const { spec } = manifests.find(({ kind }) => kind === 'Job');
      const container = containerOf(spec.template);
      expect(manifests.map(({ kind }) => kind).filter((kind) => kind !== 'Job')).toEqual(kinds);
      expect(spec.backoffLimit).toBe(preset === 'none' ? undefined : 6);
      expect(container.securityContext?.runAsNonRoot).toBe(preset === 'none' ? undefined : true);
      expect(container.resources?.limits?.memory).toBe(preset === 'none' ? undefined : '1Gi');
      expect(container.resources?.limits?.cpu).toBe(preset === 'strict' ? '1' : undefined);
      expect(container.imagePullPolicy).toBe(preset === 'strict' ? 'Always' : undefined);
      expect(yaml).toMatchSnapshot();
    },
  );

  test.each(PRESETS)('writes the CronJob of the snapshot when they are %s', (preset, defaults) => {
    const { yaml, manifests } = outputOf(
      (chart) => new ScheduledJob(chart, 'job', { ...props, schedule: '@daily' }),
      defaults,
    );
    const { spec } = manifests.find(({ kind }) => kind === 'CronJob');
    expect(spec.concurrencyPolicy).toBe(preset === 'none' ? undefined : 'Forbid');
    expect(spec.startingDeadlineSeconds).toBe(preset === 'strict' ? 600 : undefined);
    expect(yaml).toMatchSnapshot();
  });
});
