import { formatDuration, parseDuration } from '../../src/kubernetes/duration';

test.each([
  ['90s', 90, '1m30s'],
  ['5m', 300, '5m'],
  ['1h30m', 5400, '1h30m'],
  ['1.5m', 90, '1m30s'],
  ['500ms', 0.5, '0.5s'],
  ['2h', 7200, '2h'],
  ['1h1s', 3601, '1h1s'],
])('%s is %d seconds, or %s', (text, seconds, again) => {
  expect(parseDuration(text)).toBe(seconds);
  expect(formatDuration(seconds)).toBe(again);
});

test.each(['', '5', '5 m', 'm', '-5s', '0s', '5d', '1h x', 'soon'])('%j is no duration', (text) =>
  expect(parseDuration(text)).toBeUndefined(),
);
