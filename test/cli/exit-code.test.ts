import { exitCode } from '../../src/cli/exit-code';

describe('exitCode', () => {
  test.each([
    ['succeeded', 0],
    ['skipped', 0],
    ['failed', 1],
    ['stuck', 5],
    ['rejected', 3],
    ['unreachable', 3],
    ['gone', 4],
    ['replaced', 4],
    ['unknown', 4],
    ['timed-out', 124],
    ['detached', 130],
    ['cancelled', 130],
  ] as const)('of %s is %d', (outcome, code) => {
    expect(exitCode(outcome)).toBe(code);
  });
});
