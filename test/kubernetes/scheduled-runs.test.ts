import fc from 'fast-check';
import { FieldsSchedule, ParsedSchedule, parseSchedule } from '../../src/kubernetes/cron';
import { nextRuns } from '../../src/kubernetes/next-runs';
import {
  runsAtClockChanges,
  ScheduledRun,
  scheduledRuns,
} from '../../src/kubernetes/scheduled-runs';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const schedule = (text: string) => parseSchedule(text) as ParsedSchedule;

function take(text: string, timeZone: string, after: string, count: number): ScheduledRun[] {
  const runs: ScheduledRun[] = [];
  for (const run of scheduledRuns(schedule(text), timeZone, Date.parse(after))) {
    if (runs.push(run) === count) break;
  }
  return runs;
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 16);
const texts = (runs: readonly ScheduledRun[]) =>
  runs.map(({ wallClock, time, clockChange }) =>
    [iso(wallClock), time === undefined ? '-' : iso(time), clockChange].filter(Boolean).join(' '),
  );

describe('scheduledRuns', () => {
  test('marks a time that the clocks skip, at which no run starts', () => {
    expect(texts(take('30 2 * * *', 'Europe/Berlin', '2027-03-27T12:00Z', 2))).toEqual([
      '2027-03-28T02:30 - skipped',
      '2027-03-29T02:30 2027-03-29T00:30',
    ]);
  });

  test('yields a time that the clocks repeat twice', () => {
    expect(texts(take('30 2 * * *', 'Europe/Berlin', '2027-10-30T12:00Z', 3))).toEqual([
      '2027-10-31T02:30 2027-10-31T00:30 repeated',
      '2027-10-31T02:30 2027-10-31T01:30 repeated',
      '2027-11-01T02:30 2027-11-01T01:30',
    ]);
  });

  test('starts between the two times that the clocks show one time', () => {
    expect(texts(take('30 2 * * *', 'Europe/Berlin', '2027-10-31T01:00Z', 1))).toEqual([
      '2027-10-31T02:30 2027-10-31T01:30 repeated',
    ]);
  });

  test('marks nothing in a schedule of every hour, whose runs keep their distance', () => {
    const times = take('*/30 * * * *', 'America/New_York', '2027-03-14T05:50Z', 4);
    expect(times.map(({ time }) => iso(time!).slice(11))).toEqual([
      '06:00',
      '06:30',
      '07:00',
      '07:30',
    ]);
    expect(times.some(({ clockChange }) => clockChange)).toBe(false);
  });

  test('knows clocks that change by half an hour, and a midnight that is skipped', () => {
    expect(texts(take('15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T00:00Z', 1))).toEqual([
      '2027-10-03T02:15 - skipped',
    ]);
    expect(texts(take('30 0 * * *', 'Africa/Cairo', '2027-04-29T12:00Z', 1))).toEqual([
      '2027-04-30T00:30 - skipped',
    ]);
  });

  test('prefers the time zone in the schedule', () => {
    expect(texts(take('TZ=Asia/Tokyo 0 9 * * *', 'Europe/Berlin', '2027-01-01T00:00Z', 1))).toEqual(
      ['2027-01-02T09:00 2027-01-02T00:00'],
    );
  });

  test('counts an interval from the start, whatever the clocks do', () => {
    const runs = take('@every 90m', 'Europe/Berlin', '2027-03-28T00:00Z', 2);
    expect(texts(runs)).toEqual([
      '2027-03-28T03:30 2027-03-28T01:30',
      '2027-03-28T05:00 2027-03-28T03:00',
    ]);
  });

  test('ends for a schedule that never fires', () => {
    expect(take('0 0 30 2 *', 'Europe/Berlin', '2027-01-01T00:00Z', 1)).toEqual([]);
  });

  test('finds the minutes at which the clock matches, in every time zone', () => {
    const values = (min: number, max: number) =>
      fc
        .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 })
        .map((each) => each.join(','));
    const zones = [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.tuple(values(0, 59), values(0, 4)),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 366 }),
        ([minute, hour], timeZone, dayOfYear) => {
          const after = Date.UTC(2027, 0, 1) + dayOfYear * DAY_MS;
          const parsed = schedule(`${minute} ${hour} * * *`) as FieldsSchedule;
          const times = [];
          for (const { time } of scheduledRuns(parsed, timeZone, after)) {
            if (time === undefined) continue;
            if (time > after + 2 * DAY_MS) break;
            times.push(time);
          }
          expect(times).toEqual(matchingMinutes(parsed, timeZone, after));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('agrees in UTC with the runs of other rules', () => {
    const [text, after] = ['7 */5 3-9 2,11 1-3', '2027-01-01T00:00:00Z'];
    expect(take(text, 'UTC', after, 40).map(({ time }) => time)).toEqual(
      nextRuns(schedule(text), new Date(after), 40).map(Number),
    );
  });
});

/** Looks at the clock of each minute of two days. */
function matchingMinutes(
  { minute, hour }: FieldsSchedule,
  timeZone: string,
  after: number,
): number[] {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
  });
  const times = [];
  for (let time = after + MINUTE_MS; time <= after + 2 * DAY_MS; time += MINUTE_MS) {
    const [hours, minutes] = clock.format(time).split(':').map(Number);
    if (hour.has(hours) && minute.has(minutes)) times.push(time);
  }
  return times;
}

describe('runsAtClockChanges', () => {
  test('returns the runs of a year that are skipped or repeated, and no others', () => {
    const from = Date.UTC(2027, 0, 1);
    const until = Date.UTC(2028, 0, 1);
    const changes = runsAtClockChanges(schedule('0 */2 * * *'), 'Europe/Berlin', from, until);
    expect(texts(changes)).toEqual([
      '2027-03-28T02:00 - skipped',
      '2027-10-31T02:00 2027-10-31T00:00 repeated',
      '2027-10-31T02:00 2027-10-31T01:00 repeated',
    ]);
    expect(runsAtClockChanges(schedule('0 12 * * *'), 'Europe/Berlin', from, until)).toEqual([]);
  });
});
