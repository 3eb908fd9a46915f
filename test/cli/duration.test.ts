import { durationSeconds } from '../../src/cli/duration';

test('a duration on the command line is told in seconds, and what is none is refused', () => {
  expect(durationSeconds('1h30m')).toBe(5400);
  expect(() => durationSeconds('5')).toThrow(
    'A duration is a number with a unit, such as 90s, 5m or 1h30m.',
  );
});
