import { InvalidArgumentError } from 'commander';
import { durationSeconds } from '../../src/cli/duration';

describe('durationSeconds', () => {
  test('returns seconds', () => {
    expect(durationSeconds('1h30m')).toBe(5400);
  });

  test('rejects a number without a unit', () => {
    expect(() => durationSeconds('5')).toThrow(InvalidArgumentError);
  });
});
