import { JobReport, worstOutcome } from '../../../src/deploy/core/report';
import type { JobOutcome } from '../../../src/deploy/verdict/outcome';

describe('worstOutcome', () => {
  test.each<[JobOutcome[], JobOutcome]>([
    [[], 'succeeded'],
    [['succeeded', 'succeeded'], 'succeeded'],
    [['succeeded', 'timed-out', 'failed'], 'failed'],
    [['timed-out', 'gone'], 'gone'],
    [['detached', 'timed-out'], 'timed-out'],
    [['cancelled', 'detached', 'succeeded'], 'detached'],
    [['succeeded', 'cancelled'], 'cancelled'],
  ])('of %j is %s', (outcomes, expected) => {
    expect(worstOutcome(outcomes.map((outcome) => ({ outcome }) as JobReport))).toBe(expected);
  });
});
