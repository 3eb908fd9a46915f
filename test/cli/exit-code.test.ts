import { exitCode } from '../../src/cli/exit-code';
import type { JobReport } from '../../src/deploy/core/report';
import { worstOutcome } from '../../src/deploy/core/report';
import type { JobOutcome } from '../../src/deploy/verdict/outcome';

test.each([
  ['succeeded', 0],
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
] as const)('%s is exit %d', (outcome, code) => {
  expect(exitCode(outcome)).toBe(code);
});

test.each<[JobOutcome[], JobOutcome]>([
  [[], 'succeeded'],
  [['succeeded', 'succeeded'], 'succeeded'],
  [['succeeded', 'timed-out', 'failed'], 'failed'],
  [['timed-out', 'gone'], 'gone'],
  [['detached', 'timed-out'], 'timed-out'],
  [['cancelled', 'detached', 'succeeded'], 'detached'],
  [['succeeded', 'cancelled'], 'cancelled'],
])('of %j the outcome is %s', (outcomes, expected) => {
  expect(worstOutcome(outcomes.map((outcome) => ({ outcome }) as JobReport))).toBe(expected);
});
