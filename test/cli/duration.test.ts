import { durationSeconds } from '../../src/cli/duration';

test.each([['90s', 90], ['5m', 300], ['1h30m', 5400], ['1.5m', 90], ['500ms', 0.5], ['2h', 7200]])('%s is %d seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each(['', '5', '5 m', 'm', '-5s', '0s', '5d', '1h x', 'soon'])('%j is no duration', (text) => {
  expect(() => durationSeconds(text)).toThrow('A duration is a number with a unit');
});
