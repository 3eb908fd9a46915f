import { formatDuration, parseDuration } from '../../src/kubernetes/duration';

describe('parseDuration', () => {
  test.each([
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5m', 90],
    ['500ms', 0.5],
    ['2h', 7200],
    ['1h1s', 3601],
  ])('parses %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(['', '5', '5 m', 'm', '-5s', '0s', '5d', '1h x', 'soon'])('rejects %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [0.5, '0.5s'],
    [59, '59s'],
    [59.9999, '1m'],
    [60, '1m'],
    [90, '1m30s'],
    [3599, '59m59s'],
    [3601, '1h1s'],
    [7200, '2h'],
    [93784, '26h3m4s'],
  ])('formats %d seconds as %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });

  test.each([0.5, 59, 90, 5400, 93784])('formats %d seconds so that it parses again', (seconds) => {
    expect(parseDuration(formatDuration(seconds))).toBe(seconds);
  });
});
