import { parseGoDuration } from '../../src/kubernetes/go-duration';

describe('parseGoDuration', () => {
  test.each([
    ['hours and fractions of minutes', '1h1.5m', 3_690_000_000_000n],
    ['both micro signs', '1µs1μs', 2000n],
    ['a negative duration', '-1h', -3_600_000_000_000n],
    ['a plus sign', '+90s', 90_000_000_000n],
    ['0 without a unit', '0', 0n],
    ['a number that begins or ends with its point', '.5h1.m', 1_860_000_000_000n],
    ['the longest duration of 63 bits', '9223372036854775807ns', 9223372036854775807n],
    ['fractions in floating point', '0.99999999999999999999h', 3_600_000_000_000n],
    ['2^63 twice as 0', '9223372036854775808ns9223372036854775808ns', 0n],
  ])('parses %s as Go does', (_, text, expected) => {
    expect(parseGoDuration(text)).toBe(expected);
  });

  const REJECTED = [
    ['an empty string', ''],
    ['a space', ' 1h'],
    ['a number without a unit', '1h30'],
    ['an unknown unit', '1d'],
    ['a point without digits', '.s'],
    ['300 years', '2628000h'],
    ['2^63 nanoseconds', '9223372036854775808ns'],
  ];

  test.each(REJECTED)('rejects %s', (_, text) => {
    expect(typeof parseGoDuration(text)).toBe('string');
  });

  test('explains why it rejects a duration', () => {
    expect(REJECTED.map(([, text]) => parseGoDuration(text))).toMatchSnapshot();
  });
});
