import { type ParsedSchedule, parseSchedule } from '../../src/kubernetes/cron';
import { neverFires, nextRuns } from '../../src/kubernetes/next-runs';

const schedule = (text: string) => parseSchedule(text) as ParsedSchedule;
const runs = (text: string, after: string, count: number) =>
  nextRuns(schedule(text), new Date(after), count).map((run) => run.toISOString());

describe('neverFires', () => {
  test.each([
    ['the 30th of February', '0 0 30 2 *', true],
    ['the 31st of short months', '0 0 31 2,4,6,9,11 *', true],
    ['the 29th of February', '0 0 29 2 *', false],
    ['the 31st of January or February', '0 0 31 1-2 *', false],
    ['the 30th of February or a Monday', '0 0 30 2 mon', false],
    ['no minute', ', * * * *', true],
    ['no hour', '* , * * *', true],
    ['no month', '* * * , *', true],
    ['no day of the month, and any day of the week', '* * , * *', true],
    ['no day of the week, and any day of the month', '* * * * ,', true],
    ['no day of either field', '* * , * ,', true],
    ['no day of the month, or a Monday', '* * , * mon', false],
    ['no day of the week, or the 1st', '* * 1 * ,', false],
    ['@every', '@every 1h', false],
  ])('returns for %s (%s) %s', (_, text, expected) => {
    expect(neverFires(schedule(text))).toBe(expected);
    expect(nextRuns(schedule(text), new Date('2026-01-01'), 1)).toHaveLength(expected ? 0 : 1);
  });
});

describe('nextRuns', () => {
  test.each([
    [
      'runs after the time, not at it',
      '*/30 * * * *',
      '2026-01-01T00:00:00Z',
      ['2026-01-01T00:30:00.000Z', '2026-01-01T01:00:00.000Z'],
    ],
    ['runs on the minute', '* * * * *', '2026-12-31T23:59:30.500Z', ['2027-01-01T00:00:00.000Z']],
    [
      'runs that match one of two day fields',
      '0 0 13 * fri',
      '2026-02-12T12:00:00Z',
      ['2026-02-13T00:00:00.000Z', '2026-02-20T00:00:00.000Z'],
    ],
    [
      'runs that match the day field beside a star',
      '0 0 13 * *',
      '2026-02-13T00:00:00Z',
      ['2026-03-13T00:00:00.000Z'],
    ],
    [
      'runs that match one of two day fields if a star has a step',
      '0 0 */2 * mon',
      '2026-03-01T00:00:00Z',
      ['2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    ],
    [
      'leap days',
      '0 0 29 2 *',
      '2026-01-01T00:00:00Z',
      ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z'],
    ],
    ['a run in the fifth year', '0 0 29 2 *', '2027-01-01T00:00:00Z', ['2028-02-29T00:00:00.000Z']],
    [
      'runs of @every on the second',
      '@every 90s',
      '2026-01-01T00:00:00.750Z',
      ['2026-01-01T00:01:30.000Z', '2026-01-01T00:03:00.000Z'],
    ],
  ])('returns %s', (_, text, after, expected) => {
    expect(runs(text, after, expected.length)).toEqual(expected);
  });

  test('does not find a leap day eight years away, as robfig/cron does not', () => {
    expect(runs('0 0 29 2 *', '2096-02-29T00:00:00Z', 1)).toEqual([]);
  });

  test.each(['@every 1h', '0 0 * * *'])(
    'returns no runs of %s after an invalid date or the last date',
    (text) => {
      expect(nextRuns(schedule(text), new Date(NaN), 1)).toEqual([]);
      expect(nextRuns(schedule(text), new Date(8.64e15), 1)).toEqual([]);
    },
  );
});
