/**
 * Integers that the YAML parser of Kubernetes accepts beyond YAML 1.1, since it parses integers as
 * Go does: `0o644`, `0X1F`, `0B1`. Other YAML writers do not quote strings like these.
 */
export const GO_INTEGER = /^([-+]?)0([oOXB])(_?[0-9a-fA-F][0-9a-fA-F_]*)$/;
const BASES: Readonly<Record<string, number>> = { o: 8, O: 8, X: 16, B: 2 };

/** Parses such an integer; returns undefined if the string is not one. */
export function parseGoInteger(text: string): number | undefined {
  const [, sign, letter, digits] = GO_INTEGER.exec(text) ?? [];
  if (letter === undefined) return undefined;
  const plain = digits.replaceAll('_', '').toLowerCase();
  const number = parseInt(plain, BASES[letter]);
  // `parseInt` ignores everything after the last digit of the base.
  const isWhole = [...plain].every((digit) => parseInt(digit, 16) < BASES[letter]);
  return isWhole ? (sign === '-' ? -number : number) : undefined;
}
