import {
  Completion,
  PodFailure,
  PodFailurePolicy,
  RerunPolicy,
  Schedule,
  SuccessPolicy,
} from '../../src';

describe('PodFailurePolicy', () => {
  test('renders its rules in order', () => {
    expect(
      PodFailurePolicy.of(
        PodFailure.onPodCondition('DisruptionTarget').ignore(),
        PodFailure.onExitCodes(2).failJob(),
      ).toJson(),
    ).toEqual({
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        { action: 'FailJob', onExitCodes: { operator: 'In', values: [2] } },
      ],
    });
  });

  test.each([
    [
      'an exit code',
      PodFailure.onExitCodes(42).failJob(),
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ],
    [
      'several exit codes, sorted and without duplicates',
      PodFailure.onExitCodes([137, 2, 137]).count(),
      { action: 'Count', onExitCodes: { operator: 'In', values: [2, 137] } },
    ],
    [
      'any other exit code',
      PodFailure.onExitCodes([0, 3], { operator: 'NotIn' }).failIndex(),
      { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [0, 3] } },
    ],
    [
      'the exit code of one container',
      PodFailure.onExitCodes(1, { containerName: 'main' }).ignore(),
      { action: 'Ignore', onExitCodes: { containerName: 'main', operator: 'In', values: [1] } },
    ],
    [
      'a condition that is True',
      PodFailure.onPodCondition('ConfigIssue').failJob(),
      { action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue', status: 'True' }] },
    ],
    [
      'a condition that is False',
      PodFailure.onPodCondition('Ready', 'False').failJob(),
      { action: 'FailJob', onPodConditions: [{ type: 'Ready', status: 'False' }] },
    ],
  ])('renders a rule for %s', (_, rule, expected) => {
    expect(PodFailurePolicy.of(rule).toJson()).toEqual({ rules: [expected] });
  });
});

test.each([
  ['an index', SuccessPolicy.indexes(0), [{ succeededIndexes: '0' }]],
  ['several indexes', SuccessPolicy.indexes([0, '2-4', 7]), [{ succeededIndexes: '0,2-4,7' }]],
  [
    'a number of some indexes',
    SuccessPolicy.indexes('0-9', { count: 3 }),
    [{ succeededIndexes: '0-9', succeededCount: 3 }],
  ],
  ['a number of any indexes', SuccessPolicy.count(8), [{ succeededCount: 8 }]],
  [
    'either of two policies',
    SuccessPolicy.count(8).or(SuccessPolicy.indexes('0-2')),
    [{ succeededCount: 8 }, { succeededIndexes: '0-2' }],
  ],
])('SuccessPolicy renders %s', (_, policy, rules) => {
  expect(policy.toJson()).toEqual({ rules });
});

test.each([
  [Schedule.cron('1 2 3 4 5'), '1 2 3 4 5'],
  [Schedule.everyMinutes(15), '*/15 * * * *'],
  [Schedule.everyMinutes(60), '0 * * * *'],
  [Schedule.everyHours(6), '0 */6 * * *'],
  [Schedule.everyHours(1, 5), '5 * * * *'],
  [Schedule.everyHours(24, 5), '5 0 * * *'],
  [Schedule.daily('03:30'), '30 3 * * *'],
  [Schedule.weekly('Mon', '3:00'), '0 3 * * MON'],
  [Schedule.weekly(['Mon', 'Thu'], '23:59'), '59 23 * * MON,THU'],
  [Schedule.weekly('Mon-Fri', '00:00'), '0 0 * * MON-FRI'],
  [Schedule.monthly(31, '12:00'), '0 12 31 * *'],
])('Schedule has the cron expression of its factory: %j', (schedule, expected) => {
  expect(schedule.expressionString).toBe(expected);
});

test.each([
  [() => Schedule.everyMinutes(7), 'minutes must be a divisor of 60'],
  [() => Schedule.everyHours(5), 'hours must be a divisor of 24'],
  [() => Schedule.everyHours(1, 60), 'minute must be a whole number from 0 to 59'],
  [() => Schedule.daily('24:00'), 'must be from 00:00 to 23:59'],
  [() => Schedule.weekly([], '1:00'), 'days must not be empty'],
  [() => Schedule.monthly(32, '1:00'), 'day must be a whole number from 1 to 31'],
])('Schedule rejects invalid values when it is created: %s', (make, message) => {
  expect(make).toThrow(RangeError);
  expect(make).toThrow(message);
});

test('Completion has a type that states whether indexes are retried separately', () => {
  expect(Completion.indexed({ completions: 2, backoffLimitPerIndex: 0 }).perIndex).toBe(true);
  expect(Completion.indexed({ completions: 2 }).perIndex).toBe(false);
});

test('RerunPolicy has the value of its annotation as its name', () => {
  expect(
    [RerunPolicy.onChange(), RerunPolicy.always(), RerunPolicy.untilSuccess()].map(
      ({ name }) => name,
    ),
  ).toEqual(['OnChange', 'Always', 'UntilSuccess']);
});

test.each([[[]], ['']])('SuccessPolicy.indexes() rejects an empty list: %j', (indexes) => {
  expect(() => SuccessPolicy.indexes(indexes)).toThrow(RangeError);
});
