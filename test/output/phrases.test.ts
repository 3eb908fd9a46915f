import { pluralize, formatElapsed } from '../../src/output/phrases';

test.each([
  [0, '0s'],
  [59, '59s'],
  [60, '1m00s'],
  [3599, '59m59s'],
  [3600, '1h00m00s'],
  [93784, '26h03m04s'],
])('%d seconds are %s', (seconds, expected) => {
  expect(
    formatElapsed(
      '2026-01-01T00:00:00Z',
      new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toISOString(),
    ),
  ).toBe(expected);
});

test('clocks that disagree make no negative time', () => {
  expect(formatElapsed('2026-01-01T00:00:05Z', '2026-01-01T00:00:00Z')).toBe('0s');
});

test.each([
  [0, '0 Jobs'],
  [1, '1 Job'],
  [2, '2 Jobs'],
])('%d', (number, expected) => {
  expect(pluralize(number, 'Job')).toBe(expected);
});
