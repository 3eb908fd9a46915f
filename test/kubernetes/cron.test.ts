import * as fc from 'fast-check';
import { type ParsedSchedule, parseSchedule } from '../../src/kubernetes/cron';
import { neverFires, nextRuns } from '../../src/kubernetes/next-runs';

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

describe('parseSchedule', () => {
  test.each([
    ['a value', '5', [5]],
    ['a list, sorted and without duplicates', '7,5,5', [5, 7]],
    ['a list with empty items', ',5,,7,', [5, 7]],
    ['a list with only empty items', ',', []],
    ['a range with both its ends', '5-7', [5, 6, 7]],
    ['a range with a step', '10-20/5', [10, 15, 20]],
    ['a value with a step up to the maximum', '50/4', [50, 54, 58]],
    ['a star with a step', '*/20', [0, 20, 40]],
    ['a question mark as a star', '?/20', [0, 20, 40]],
    ['a star with a hyphen, ignoring the rest', '*-x/30', [0, 30]],
    ['a step longer than the range', '5-7/9223372036854775807', [5]],
    ['numbers with a plus sign and leading zeros', '+5,007', [5, 7]],
  ])('parses in the minute field %s', (_, minutes, expected) => {
    expect(values(`${minutes} * * * *`, 'minute')).toEqual(expected);
  });

  test.each([
    ['names of months', 'month', '* * * jan,Mar *', [1, 3]],
    ['names in ranges, in any case', 'month', '* * * OCT-dEc *', [10, 11, 12]],
    ['names of days of the week, from Sunday', 'dayOfWeek', '* * * * sun,tue-4', [0, 2, 3, 4]],
    ['a name with a step', 'dayOfWeek', '* * * * mon/2', [1, 3, 5]],
    ['İ as an upper-case i, as Go does', 'dayOfWeek', '* * * * FRİ', [5]],
    ['days of the month from 1', 'dayOfMonth', '* * */10 * *', [1, 11, 21, 31]],
    ['hours up to 23', 'hour', '* 20/1 * * *', [20, 21, 22, 23]],
    ['any white space of Unicode', 'hour', '\u0085*\u00a0 1\u3000* \t* *\n', [1]],
  ] as const)('parses %s', (_, field, text, expected) => {
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
  ])('parses the descriptor %s like %s', (descriptor, fields) => {
    expect(schedule(descriptor)).toEqual(schedule(fields));
  });

  test.each([
    ['hours and minutes', '1h1.5m', 3690],
    ['milliseconds, dropping fractions of a second', '1500ms', 1],
    ['less than a second as a second', '1ns', 1],
    ['a negative duration as a second', '-1h', 1],
    ['0 as a second', '0', 1],
  ])('parses @every with %s', (_, duration, seconds) => {
    expect(schedule(`@every ${duration}`)).toEqual({ kind: 'every', seconds });
  });

  test.each([
    ['TZ', 'TZ=Europe/Berlin 0 0 * * *', 'Europe/Berlin'],
    ['CRON_TZ', 'CRON_TZ=UTC \t@daily ', 'UTC'],
    ['an empty TZ', 'TZ= 0 0 * * *', ''],
    ['the time zone Local', 'TZ=Local 0 0 * * *', 'Local'],
  ])('parses a prefix with %s', (_, text, timeZone) => {
    expect(schedule(text)).toEqual({ ...schedule('0 0 * * *'), timeZone });
  });

  test('ignores the time zone of @every', () => {
    expect(schedule('TZ=Asia/Tokyo @every 1m')).toEqual({ kind: 'every', seconds: 60 });
  });

  const REJECTED = [
    ['an empty schedule', ''],
    ['only spaces', '  '],
    ['a field for seconds', '0 0 0 * * *'],
    ['an invisible character that is not white space', '0 0 *\ufeff* *'],
    ['7 as a day of the week', '0 0 * * 7'],
    ['0 as a day of the month', '0 0 0 * *'],
    ['a range beyond the maximum', '0 20-24 * * *'],
    ['a range whose end is before its start', '0 0 * * fri-mon'],
    ['a name of more than three letters', '0 0 * * monday'],
    ['a name in a field without names', 'jan * * * *'],
    ['digits other than 0 to 9', '٣ * * * *'],
    ['a missing value', '/5 * * * *'],
    ['a step of 0', '*/0 * * * *'],
    ['a negative step', '*/-5 * * * *'],
    ['a step of more than 63 bits', '*/9223372036854775808 * * * *'],
    ['a range with two hyphens', '1-2-3 * * * *'],
    ['a range with two slashes', '*/2/3 * * * *'],
    ['@reboot', '@reboot'],
    ['a descriptor in another case', '@Daily'],
    ['a descriptor with a space after it', '@daily '],
    ['a descriptor with a space before it', ' @daily'],
    ['a property of every object as a descriptor', '@constructor'],
    ['@every without a duration', '@every '],
    ['@every with two spaces', '@every  1h'],
    ['@every with an unknown unit', '@every 1d'],
    ['a time zone without a schedule', 'TZ=UTC'],
    ['an unknown time zone', 'CRON_TZ=Mars/Base 0 0 * * *'],
    ['a time zone with a space before it', ' TZ=UTC 0 0 * * *'],
  ];

  test.each(REJECTED)('rejects %s', (_, text) => {
    expect(parseSchedule(text).kind).toBe('error');
  });

  test('explains why it rejects a schedule', () => {
    const messages = REJECTED.map(([, text]) => [text, parseSchedule(text)] as const).map(
      ([text, parsed]) => [text, 'message' in parsed ? parsed.message : undefined],
    );
    expect(Object.fromEntries(messages)).toMatchSnapshot();
  });

  test('returns a schedule or an error for any string', () => {
    const piece = fc.constantFrom(
      ...['*', '?', '/', '-', ',', '5', '99', 'mon', ' ', '@every ', '1h', '.5s', 'TZ=', 'UTC'],
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
});
