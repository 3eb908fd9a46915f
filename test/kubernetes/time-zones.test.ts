import { TIME_ZONES, isTimeZone, nearestTimeZone } from '../../src/kubernetes/time-zones';

describe('isTimeZone', () => {
  test.each([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'Etc/GMT+5',
    'GB-Eire',
    'EST5EDT',
    'US/Pacific',
    'Factory',
  ])('accepts %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each([
    ['an empty string', ''],
    ['the time zone of the machine', 'Local'],
    ['the time zone of the machine in another case', 'LOCAL'],
    ['a name in another case', 'europe/berlin'],
    ['UTC in another case', 'utc'],
    ['a name with a space', 'America/New York'],
    ['a directory', 'America'],
    ['a directory with a trailing slash', 'America/'],
    ['a double slash', 'Etc//UTC'],
    ['a path with ..', 'Etc/../UTC'],
    ['a leading slash', '/UTC'],
    ['an abbreviation', 'CEST'],
    ['an offset', 'UTC+2'],
    ['a POSIX rule', 'CET-1CEST'],
    ['a copy of the tz database that some systems have', 'posix/Europe/Berlin'],
    ['a city alone', 'Berlin'],
    ['a property of every object', 'constructor'],
  ])('rejects %s', (_, name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('nearestTimeZone', () => {
  test.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['America/New York', 'America/New_York'],
    ['AMERICA/NEWYORK', 'America/New_York'],
    ['america/port of_spain', 'America/Port_of_Spain'],
    [' UTC ', 'UTC'],
    ['utc', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('finds for "%s" the time zone %s', (name, expected) => {
    expect(nearestTimeZone(name)).toBe(expected);
  });

  test.each(['', 'local', 'Berlin', 'Europe/Berln', 'GMT+5'])('finds none for "%s"', (name) => {
    expect(nearestTimeZone(name)).toBeUndefined();
  });
});

describe('TIME_ZONES', () => {
  test('has no two names that differ only in case, spaces or underscores', () => {
    expect(TIME_ZONES.filter((name) => nearestTimeZone(name) !== name)).toEqual([]);
  });

  // The API server checks the shape of a name before it looks the name up.
  test('has only names of the shape that the API server requires', () => {
    const misshapen = TIME_ZONES.filter(
      (name) =>
        !name.split('/').every((part) => /^(?!-|\.{1,2}$)[A-Za-z.\-_0-9+]{1,14}$/.test(part)),
    );
    expect(misshapen).toEqual([]);
  });

  test('has each name once', () => {
    expect(TIME_ZONES).toHaveLength(598);
    expect(new Set(TIME_ZONES).size).toBe(598);
  });
});
