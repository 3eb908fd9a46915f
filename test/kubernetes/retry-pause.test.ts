import {
  distinctPauses,
  retriesWithin,
  retryPauseSeconds,
  totalPauseSeconds,
} from '../../src/kubernetes/retry-pause';

describe('pauses between retries', () => {
  test('double from 10 seconds, and are 10 minutes at most', () => {
    expect([1, 2, 6, 7, 8, 5000].map(retryPauseSeconds)).toEqual([10, 20, 320, 600, 600, 600]);
    expect(distinctPauses(3)).toEqual([10, 20, 40]);
    expect(distinctPauses(100)).toHaveLength(7);
  });

  test('are added up for any number of retries', () => {
    for (const retries of [0, 1, 6, 7, 8, 30]) {
      const pauses = Array.from({ length: retries }, (_, i) => retryPauseSeconds(i + 1));
      expect(totalPauseSeconds(retries)).toBe(pauses.reduce((sum, pause) => sum + pause, 0));
    }
  });

  test('leave time for a retry only if it begins before the end', () => {
    for (const retries of [1, 2, 6, 7, 8, 30]) {
      const begin = totalPauseSeconds(retries);
      expect([begin, begin + 1].map(retriesWithin)).toEqual([retries - 1, retries]);
    }
  });
});
