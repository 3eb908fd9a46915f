/** Nanoseconds of a second. */
export const SECOND_NANOSECONDS = 1_000_000_000n;

const UNIT_NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n, // U+00B5
  μs: 1000n, // U+03BC
  ms: 1_000_000n,
  s: SECOND_NANOSECONDS,
  m: 60n * SECOND_NANOSECONDS,
  h: 3600n * SECOND_NANOSECONDS,
};
const TWO_TO_63 = 2n ** 63n;
const FORMAT =
  `a duration is numbers with units (${Object.keys(UNIT_NANOSECONDS).join(', ')}), ` +
  'e.g. 1h30m, of at most 292 years';

/**
 * Parses a duration as `time.ParseDuration` of Go does, in which a sum wraps around at 64 bits.
 *
 * @returns nanoseconds, or an error message
 */
export function parseGoDuration(text: string): bigint | string {
  const error = (reason: string) => `"${text}": ${reason}; ${FORMAT}`;
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  let rest = text.slice(sign.length);
  if (rest === '0') return 0n;
  if (rest === '') return error('the number is missing');
  let sum = 0n;
  while (rest !== '') {
    const [part, whole, fraction = '', unit] = /^(\d*)(?:\.(\d*))?([^\d.]*)/.exec(rest) ?? [''];
    if (whole + fraction === '') return error(`"${rest}" must begin with a number`);
    if (unit === '') return error(`"${part}" has no unit`);
    if (!Object.hasOwn(UNIT_NANOSECONDS, unit)) return error(`unknown unit "${unit}"`);
    // Go calculates fractions in floating point, with the precision of numbers in JavaScript.
    const { digits, scale } = parseFraction(fraction);
    const unitNanoseconds = UNIT_NANOSECONDS[unit];
    const amount =
      BigInt(whole) * unitNanoseconds +
      BigInt(Math.trunc(digits * (Number(unitNanoseconds) / scale)));
    sum = BigInt.asUintN(64, sum + amount);
    if (amount > TWO_TO_63 || sum > TWO_TO_63) return error('it is too long');
    rest = rest.slice(part.length);
  }
  if (sign !== '-' && sum === TWO_TO_63) return error('it is too long');
  return sign === '-' ? -sum : sum;
}

/** Parses as many digits of a fraction as fit into 63 bits; the others are dropped. */
function parseFraction(text: string): { digits: number; scale: number } {
  let digits = 0n;
  let scale = 1;
  for (const digit of text) {
    const next = digits * 10n + BigInt(digit);
    if (next > TWO_TO_63) break;
    digits = next;
    scale *= 10;
  }
  return { digits: Number(digits), scale };
}
