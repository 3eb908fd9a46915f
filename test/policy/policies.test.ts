import {
  Completion,
  PodFailure,
  PodFailurePolicy,
  RerunPolicy,
  Schedule,
  SuccessPolicy,
} from '../../src';

describe('a pod failure policy', () => {
  test('is a list of rules in their order', () => {
    expect(
      PodFailurePolicy.of(
        PodFailure.byDisruption().ignore(),
        PodFailure.withExitCode(2).failJob(),
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
      PodFailure.withExitCode(42).failJob(),
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ],
    [
      'several, in any order, one twice',
      PodFailure.withExitCode(137, 2, 137).count(),
      { action: 'Count', onExitCodes: { operator: 'In', values: [2, 137] } },
    ],
    [
      'any other',
      PodFailure.withExitCodeOtherThan(0, 3).failIndex(),
      { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [0, 3] } },
    ],
    [
      'that of one container',
      PodFailure.withExitCode(1).inContainer('main').ignore(),
      { action: 'Ignore', onExitCodes: { containerName: 'main', operator: 'In', values: [1] } },
    ],
    [
      'a condition',
      PodFailure.withCondition('ConfigIssue').failJob(),
      { action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue', status: 'True' }] },
    ],
    [
      'one that is not',
      PodFailure.withCondition('Ready', 'False').failJob(),
      { action: 'FailJob', onPodConditions: [{ type: 'Ready', status: 'False' }] },
    ],
  ])('may look at %s', (_, rule, expected) => {
    expect(PodFailurePolicy.of(rule).toJson()).toEqual({ rules: [expected] });
  });
});

test.each([
  ['an index', SuccessPolicy.ofIndexes(0), [{ succeededIndexes: '0' }]],
  ['several', SuccessPolicy.ofIndexes(0, '2-4', 7), [{ succeededIndexes: '0,2-4,7' }]],
  [
    'some of them',
    SuccessPolicy.ofIndexes('0-9').atLeast(3),
    [{ succeededIndexes: '0-9', succeededCount: 3 }],
  ],
  ['any so many', SuccessPolicy.ofAny(8), [{ succeededCount: 8 }]],
  [
    'either',
    SuccessPolicy.ofAny(8).or(SuccessPolicy.ofIndexes('0-2')),
    [{ succeededCount: 8 }, { succeededIndexes: '0-2' }],
  ],
])('a success policy may ask for %s', (_, policy, rules) => {
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
])('a schedule is %j', (schedule, expected) => {
  expect(schedule.expressionString).toBe(expected);
});

test.each([
  [
    () => Schedule.everyMinutes(7),
    '7 minutes do not divide 60, so the last distance before 60 would be shorter; give a divisor of 60, or use Schedule.cron',
  ],
  [() => Schedule.everyHours(5), '5 hours do not divide 24'],
  [() => Schedule.everyHours(1, 60), '60 is no minute; give a whole number from 0 to 59'],
  [() => Schedule.daily('24:00'), '"24:00" is no time of a day; write one from 00:00 to 23:59'],
  [() => Schedule.weekly([], '1:00'), 'no day of the week is given'],
  [() => Schedule.monthly(32, '1:00'), '32 is no day; give a whole number from 1 to 31'],
])('what is no schedule is said at once: %s', (make, message) => {
  expect(make).toThrow(RangeError);
  expect(make).toThrow(message);
});

test('the completion of an index by itself is told from others, for the types', () => {
  expect(Completion.indexed({ completions: 2, backoffLimitPerIndex: 0 }).perIndex).toBe(true);
  expect(Completion.indexed({ completions: 2 }).perIndex).toBe(false);
});

test('run policies have the names that annotations say', () => {
  expect(
    [RerunPolicy.onChange(), RerunPolicy.always(), RerunPolicy.untilSuccess()].map(
      ({ name }) => name,
    ),
  ).toEqual(['onChange', 'everyDeploy', 'once']);
});

test('nothing would meet a success policy of no index', () => {
  expect(() => SuccessPolicy.ofIndexes()).toThrow(
    new RangeError(
      'no index is given, so nothing would meet the rule; give one at least, such as 0',
    ),
  );
});
