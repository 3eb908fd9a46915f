import { TIME_ZONES, isTimeZone, nearestTimeZone } from '../../src/kubernetes/time-zones';

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
])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['the time zone of the machine', 'Local'],
  ['the time zone of the machine, in any case', 'LOCAL'],
  ['a name in another case', 'europe/berlin'],
  ['UTC in another case', 'utc'],
  ['a name with a space', 'America/New York'],
  ['a directory', 'America'],
  ['a directory with its slash', 'America/'],
  ['a doubled slash', 'Etc//UTC'],
  ['a way around', 'Etc/../UTC'],
  ['a slash at the beginning', '/UTC'],
  ['an abbreviation', 'CEST'],
  ['an offset', 'UTC+2'],
  ['a POSIX rule', 'CET-1CEST'],
  ['the copies of the tz database that some systems have', 'posix/Europe/Berlin'],
  ['a city alone', 'Berlin'],
  ['a property of every object', 'constructor'],
])('no time zone: %s', (_, name) => {
  expect(isTimeZone(name)).toBe(false);
});

test.each([
  ['europe/berlin', 'Europe/Berlin'],
  ['America/New York', 'America/New_York'],
  ['AMERICA/NEWYORK', 'America/New_York'],
  ['america/port of_spain', 'America/Port_of_Spain'],
  [' UTC ', 'UTC'],
  ['utc', 'UTC'],
  ['Etc/GMT+5', 'Etc/GMT+5'],
])('%s was meant to be %s', (name, expected) => {
  expect(nearestTimeZone(name)).toBe(expected);
});

test.each(['', 'local', 'Berlin', 'Europe/Berln', 'GMT+5'])(
  'what %s was meant to be, nobody knows',
  (name) => {
    expect(nearestTimeZone(name)).toBeUndefined();
  },
);

test('no two time zones differ only in case, spaces or underscores', () => {
  expect(TIME_ZONES.filter((name) => nearestTimeZone(name) !== name)).toEqual([]);
});

// What the server checks before it looks a name up, and so needs no check here.
test('every name has the shape of a time zone', () => {
  const misshapen = TIME_ZONES.filter(
    (name) => !name.split('/').every((part) => /^(?!-|\.{1,2}$)[A-Za-z.\-_0-9+]{1,14}$/.test(part)),
  );
  expect(misshapen).toEqual([]);
});

test('every name is there once', () => {
  expect(TIME_ZONES).toHaveLength(598);
  expect(new Set(TIME_ZONES).size).toBe(598);
});
