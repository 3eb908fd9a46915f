import * as fc from 'fast-check';
import {
  type ParsedSchedule,
  neverFires,
  nextRuns,
  parseSchedule,
} from '../../src/kubernetes/cron';

function schedule(text: string): ParsedSchedule {
  const parsed = parseSchedule(text);
  if (parsed.kind === 'error') throw new Error(`${text}: ${parsed.message}`);
  return parsed;
}

function values(
  text: string,
  field: 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek',
): number[] {
  const parsed = schedule(text);
  return parsed.kind === 'fields' ? [...parsed[field]] : [];
}

const seconds = (text: string) => (schedule(text) as ParsedSchedule & { kind: 'every' }).seconds;
const message = (text: string) => (parseSchedule(text) as { message?: string }).message;
const runs = (text: string, after: string, count: number) =>
  nextRuns(schedule(text), new Date(after), count).map((run) => run.toISOString());

test.each([
  ['a value is itself', '5', [5]],
  ['a list holds each of its items, in order and once', '7,5,5', [5, 7]],
  ['empty items of a list are left out', ',5,,7,', [5, 7]],
  ['a list of nothing has no values', ',', []],
  ['a range holds both ends', '5-7', [5, 6, 7]],
  ['a range has a step', '10-20/5', [10, 15, 20]],
  ['a value with a step goes on to the end', '50/4', [50, 54, 58]],
  ['a star has a step', '*/20', [0, 20, 40]],
  ['a question mark is a star', '?/20', [0, 20, 40]],
  ['what follows a star and a hyphen is not looked at', '*-x/30', [0, 30]],
  ['a step may be longer than the range', '5-7/9223372036854775807', [5]],
  ['a number may have a plus sign and leading zeros', '+5,007', [5, 7]],
])('minutes: %s', (_, minutes, expected) => {
  expect(values(`${minutes} * * * *`, 'minute')).toEqual(expected);
});

test.each([
  ['months have names', 'month', '* * * jan,Mar *', [1, 3]],
  ['names stand in ranges, in any case', 'month', '* * * OCT-dEc *', [10, 11, 12]],
  [
    'days of the week have names, and begin with Sunday',
    'dayOfWeek',
    '* * * * sun,tue-4',
    [0, 2, 3, 4],
  ],
  ['a name has a step', 'dayOfWeek', '* * * * mon/2', [1, 3, 5]],
  ['the case of letters is that of Go, where İ is an i', 'dayOfWeek', '* * * * FRİ', [5]],
  ['days of the month begin with 1', 'dayOfMonth', '* * */10 * *', [1, 11, 21, 31]],
  ['hours end with 23', 'hour', '* 20/1 * * *', [20, 21, 22, 23]],
  ['white space is any that Unicode has', 'hour', '\u0085*\u00a0 1\u3000* \t* *\n', [1]],
] as const)('fields: %s', (_, field, text, expected) => {
  expect(values(text, field)).toEqual(expected);
});

test.each([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
])('%s is short for %s', (descriptor, fields) => {
  expect(schedule(descriptor)).toEqual(schedule(fields));
});

test.each([
  ['hours and fractions of minutes', '1h1.5m', 3690],
  ['milliseconds beyond a second are dropped', '1500ms', 1],
  ['less than a second is a second', '1ns', 1],
  ['both micro signs are micro', '1000000µs1000000μs', 2],
  ['a negative duration is a second', '-1h', 1],
  ['a plus sign changes nothing', '+90s', 90],
  ['0 needs no unit', '0', 1],
  ['a number may begin or end with its point', '.5h1.m', 1860],
  ['what 63 bits hold is the longest', '9223372036854775807ns', 9223372036],
  ['fractions are reckoned in floating point, as in Go', '0.99999999999999999999h', 3600],
  ['2^63 twice is 0, as in Go', '9223372036854775808ns9223372036854775808ns', 1],
])('@every: %s', (_, duration, expected) => {
  expect(seconds(`@every ${duration}`)).toBe(expected);
});

test.each([
  [
    'an empty schedule says which fields it needs',
    '',
    /empty.*minute, hour, day of month, month, day of week/,
  ],
  ['a schedule of spaces has no fields', '  ', /has 0/],
  ['seconds are a field too many', '0 0 0 * * *', /five fields.*has 6/],
  ['an invisible character is no white space', '0 0 *\ufeff* *', /has 4/],
  ['7 is no Sunday', '0 0 * * 7', 'day of week "7": 7 is not in 0-6; Sunday is 0'],
  ['a day of the month is at least 1', '0 0 0 * *', 'day of month "0": 0 is not in 1-31'],
  ['a range may not leave its field', '0 20-24 * * *', 'hour "20-24": 24 is not in 0-23'],
  [
    'a range does not go round',
    '0 0 * * fri-mon',
    'day of week "fri-mon": the range ends (1) before it begins (5)',
  ],
  [
    'names are of three letters',
    '0 0 * * monday',
    'day of week "monday": "monday" is no number in 0-6 or name, sun to sat',
  ],
  ['minutes have no names', 'jan * * * *', 'minute "jan": "jan" is no number in 0-59'],
  ['a number has no other digits than 0 to 9', '٣ * * * *', /^minute/],
  ['a value may not be missing', '/5 * * * *', 'minute "/5": "" is no number in 0-59'],
  [
    'a step of 0 goes nowhere',
    '*/0 * * * *',
    'minute "*/0": the step "0" is no number of at least 1',
  ],
  ['a step is not negative', '*/-5 * * * *', /the step "-5"/],
  [
    'a step has to fit in 63 bits',
    '*/9223372036854775808 * * * *',
    /the step "9223372036854775808"/,
  ],
  ['a range has one hyphen', '1-2-3 * * * *', 'minute "1-2-3": a range has one hyphen'],
  ['a range has one slash', '*/2/3 * * * *', 'minute "*/2/3": a range has one slash'],
  ['@reboot is for machines', '@reboot', /"@reboot" is no descriptor.*@yearly.*@every/],
  ['a descriptor is in lower case', '@Daily', /in lower case/],
  ['a descriptor has no space behind it', '@daily ', /nothing behind/],
  ['a descriptor has no space before it', ' @daily', /has nothing before it/],
  ['a property of every object is no descriptor', '@constructor', /no descriptor/],
  ['@every needs a duration', '@every ', /there is no number/],
  ['@every has one space', '@every  1h', /" 1h" does not begin with a number/],
  ['a number needs a unit', '@every 1h30', /"30" has no unit/],
  ['a day is no unit', '@every 1d', /"d" is no unit.*ns, us, µs, μs, ms, s, m, h/],
  ['a point is no number', '@every .s', /".s" does not begin with a number/],
  ['300 years are too long', '@every 2628000h', /too long/],
  ['2^63 nanoseconds are too long', '@every 9223372036854775808ns', /too long/],
  [
    'a time zone needs a schedule behind it',
    'TZ=UTC',
    '"TZ=UTC" needs a space and a schedule behind it',
  ],
  [
    'a time zone is one of the tz database',
    'CRON_TZ=Mars/Base 0 0 * * *',
    '"Mars/Base" is no time zone of the tz database',
  ],
  ['a time zone has no space before it', ' TZ=UTC 0 0 * * *', /has 6/],
])('refused: %s', (_, text, expected) => {
  expect(message(text)).toMatch(expected);
});

test.each([
  ['TZ', 'TZ=Europe/Berlin 0 0 * * *', 'Europe/Berlin'],
  ['CRON_TZ', 'CRON_TZ=UTC \t@daily ', 'UTC'],
  ['nothing', 'TZ= 0 0 * * *', ''],
  ['Local', 'TZ=Local 0 0 * * *', 'Local'],
])('a schedule may begin with its time zone: %s', (_, text, timeZone) => {
  expect(schedule(text)).toEqual({ ...schedule('0 0 * * *'), timeZone });
});

test('@every has no time zone, though one may be written', () => {
  expect(schedule('TZ=Asia/Tokyo @every 1m')).toEqual({ kind: 'every', seconds: 60 });
});

test.each([
  ['the 30th of February', '0 0 30 2 *', true],
  ['the 31st of short months', '0 0 31 2,4,6,9,11 *', true],
  ['the 29th of February comes', '0 0 29 2 *', false],
  ['the 31st of one long month comes', '0 0 31 1-2 *', false],
  ['a Monday comes, whatever the other day field says', '0 0 30 2 mon', false],
  ['no minute', ', * * * *', true],
  ['no hour', '* , * * *', true],
  ['no month', '* * * , *', true],
  ['no day of the month, on any day of the week', '* * , * *', true],
  ['no day of the week, on any day of the month', '* * * * ,', true],
  ['no day of either kind', '* * , * ,', true],
  ['no day of the month, but a Monday', '* * , * mon', false],
  ['no day of the week, but a date', '* * 1 * ,', false],
  ['a delay always ends', '@every 1h', false],
])('never fires: %s', (_, text, expected) => {
  expect(neverFires(schedule(text))).toBe(expected);
  expect(nextRuns(schedule(text), new Date('2026-01-01'), 1)).toHaveLength(expected ? 0 : 1);
});

test.each([
  [
    'the next run is after the moment, not at it',
    '*/30 * * * *',
    '2026-01-01T00:00:00Z',
    ['2026-01-01T00:30:00.000Z', '2026-01-01T01:00:00.000Z'],
  ],
  ['a run is on the minute', '* * * * *', '2026-12-31T23:59:30.500Z', ['2027-01-01T00:00:00.000Z']],
  [
    'a date or a day of the week will do',
    '0 0 13 * fri',
    '2026-02-12T12:00:00Z',
    ['2026-02-13T00:00:00.000Z', '2026-02-20T00:00:00.000Z'],
  ],
  [
    'beside a star, the other day field decides',
    '0 0 13 * *',
    '2026-02-13T00:00:00Z',
    ['2026-03-13T00:00:00.000Z'],
  ],
  [
    'a star with a step is no star: odd dates or Mondays',
    '0 0 */2 * mon',
    '2026-03-01T00:00:00Z',
    ['2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
  ],
  [
    'leap days are found',
    '0 0 29 2 *',
    '2026-01-01T00:00:00Z',
    ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z'],
  ],
  [
    'the fifth year is still looked at',
    '0 0 29 2 *',
    '2027-01-01T00:00:00Z',
    ['2028-02-29T00:00:00.000Z'],
  ],
  [
    'a delay begins at the second',
    '@every 90s',
    '2026-01-01T00:00:00.750Z',
    ['2026-01-01T00:01:30.000Z', '2026-01-01T00:03:00.000Z'],
  ],
])('next runs: %s', (_, text, after, expected) => {
  expect(runs(text, after, expected.length)).toEqual(expected);
});

test('a leap day eight years away is not looked for', () => {
  expect(runs('0 0 29 2 *', '2096-02-29T00:00:00Z', 1)).toEqual([]);
});

test.each(['@every 1h', '0 0 * * *'])(
  'after no date, or the last there is, nothing runs: %s',
  (text) => {
    expect(nextRuns(schedule(text), new Date(NaN), 1)).toEqual([]);
    expect(nextRuns(schedule(text), new Date(8.64e15), 1)).toEqual([]);
  },
);

test('any text is a schedule or an error that says why', () => {
  const piece = fc.constantFrom(
    '*',
    '?',
    '/',
    '-',
    ',',
    '5',
    '99',
    'mon',
    ' ',
    '@every ',
    '1h',
    '.5s',
    'TZ=',
    'UTC',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const parsed = parseSchedule(text);
        if (parsed.kind === 'error') {
          expect(parsed.message).not.toBe('');
        } else {
          expect(nextRuns(parsed, new Date('2026-01-01'), 1)).toHaveLength(
            neverFires(parsed) ? 0 : 1,
          );
        }
      },
    ),
  );
});
