import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { askOracle, buildOracle } from './oracle';
import { ParsedSchedule, parseSchedule } from '../../src/kubernetes/cron';
import { scheduledRuns } from '../../src/kubernetes/scheduled-runs';

const SCHEDULES = 10_000;
const RUNS = 6;
const ZONES = [
  '',
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Santiago', // changes at midnight
  'America/Havana',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Asia/Beirut',
  'Australia/Lord_Howe', // changes by half an hour
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
];

interface Question {
  readonly Schedule: string;
  readonly TimeZone: string;
  /** Seconds since 1970. */
  readonly After: number;
  readonly Count: number;
}

function field(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc
    .tuple(value, value)
    .map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  const step = fc.integer({ min: 1, max: Math.ceil((max - min) / 2) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: value.map(String) },
    step.map((each) => `*/${each}`),
    range,
    fc.tuple(range, step).map(([each, by]) => `${each}/${by}`),
    fc.array(value, { minLength: 2, maxLength: 3 }).map((list) => list.join(',')),
  );
}

const fields = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
  .map((list) => list.join(' '));
/** The hours in which clocks change. */
const nightly = fc
  .tuple(field(0, 59), fc.constantFrom('*', '0', '1', '2', '3', '0-3', '*/2', '23', '0,23'))
  .map(([minute, hour]) => `${minute} ${hour} * * *`);
const schedule = fc.oneof(
  { weight: 5, arbitrary: fields },
  { weight: 5, arbitrary: nightly },
  fc.constantFrom(
    '@hourly',
    '@daily',
    '@weekly',
    '@monthly',
    '@yearly',
    '0 0 29 2 *',
    '0 0 31 2 *',
  ),
  fc.constantFrom('@every 90s', '@every 1h30m', '@every 1ms', '@every 36h'),
);
/** Any moment, or one in the months in which clocks change. */
const after = fc.oneof(
  fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2036, 0, 1) / 1000 }),
  fc
    .tuple(
      fc.integer({ min: 2018, max: 2028 }),
      fc.constantFrom(2, 3, 8, 9, 10),
      fc.integer({ min: 0, max: 31 * 86_400 }),
    )
    .map(([year, month, second]) => Date.UTC(year, month, 1) / 1000 + second),
);
const question: fc.Arbitrary<Question> = fc.record({
  Schedule: schedule,
  TimeZone: fc.constantFrom(...ZONES),
  After: after,
  Count: fc.constant(RUNS),
});

function runsOf({ Schedule, TimeZone, After, Count }: Question): number[] {
  const runs: number[] = [];
  const parsed = parseSchedule(Schedule) as ParsedSchedule;
  for (const { time } of scheduledRuns(parsed, TimeZone, After * 1000)) {
    if (time !== undefined && runs.push(time / 1000) === Count) break;
  }
  return runs;
}

let oracle: string;
beforeAll(async () => {
  oracle = await buildOracle();
}, 60 * 60_000);

test('generated schedules have the runs that robfig/cron calculates, in every time zone', () => {
  const seed = Number(process.env.EQUIVALENCE_SEED ?? randomInt(2 ** 31));
  const questions = fc.sample(question, { seed, numRuns: SCHEDULES });
  const expected = askOracle<Question, number[]>(oracle, ['-mode=schedules'], questions);
  const differing = questions.flatMap((each, i) => {
    const runs = runsOf(each);
    return runs.join() === expected[i].join()
      ? []
      : [`seed ${seed}: ${JSON.stringify(each)}: ${runs.join()} instead of ${expected[i].join()}`];
  });
  expect(differing).toEqual([]);
});
