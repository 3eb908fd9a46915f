/**
 * Whole numbers that Kubernetes' reader of YAML knows beyond YAML 1.1, since it reads them as Go does: `0o644`, `0X1F`, `0B1`. Writers of
 * YAML that do not know them leave texts like these without quotes.
 */
export const GO_INTEGER = /^([-+]?)0([oOXB])(_?[0-9a-fA-F][0-9a-fA-F_]*)$/;
const BASES: Readonly<Record<string, number>> = { o: 8, O: 8, X: 16, B: 2 };

/** The number that such a text is read as, if it is one. */
export function parseGoInteger(text: string): number | undefined {
  const [, sign, letter, digits] = GO_INTEGER.exec(text) ?? [];
  if (letter === undefined) return undefined;
  const plain = digits.replaceAll('_', '').toLowerCase();
  const number = parseInt(plain, BASES[letter]);
  // `parseInt` stops at what is no digit of the base.
  const isWhole = [...plain].every((digit) => parseInt(digit, 16) < BASES[letter]);
  return isWhole ? (sign === '-' ? -number : number) : undefined;
}
