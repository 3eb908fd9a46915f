import { elapsedSeconds, pluralize } from '../../src/output/phrases';

describe('elapsedSeconds', () => {
  test('returns the time between two times in whole seconds', () => {
    expect(elapsedSeconds('2026-01-01T00:00:00Z', '2026-01-02T02:03:04.4Z')).toBe(93784);
  });

  test('returns 0 when the end is before the beginning', () => {
    expect(elapsedSeconds('2026-01-01T00:00:05Z', '2026-01-01T00:00:00Z')).toBe(0);
  });
});

describe('pluralize', () => {
  test.each([
    [0, '0 Jobs'],
    [1, '1 Job'],
    [2, '2 Jobs'],
  ])('agrees with the number %d', (number, expected) => {
    expect(pluralize(number, 'Job')).toBe(expected);
  });
});
