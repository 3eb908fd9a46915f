import type { ScalarNode } from './node';

/** A scalar has a tag that its text does not fit. */
export class ScalarTagError extends Error {}

/** The words that are not strings. YAML 1.1 has more of them than YAML 1.2. */
const WORDS = new Map<string, boolean | null | number>([
  ...words(true, 'y', 'yes', 'true', 'on'),
  ...words(false, 'n', 'no', 'false', 'off'),
  ...words(null, 'null'),
  ['Y', true],
  ['N', false],
  ['', null],
  ['~', null],
  ...infinities('', Infinity),
  ...infinities('+', Infinity),
  ...infinities('-', -Infinity),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, number] => [word, NaN]),
]);
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Integers beyond these are read as floating point numbers. */
const [MIN_INTEGER, MAX_INTEGER] = [-(2n ** 63n), 2n ** 64n - 1n];

/** What a scalar is: its value, and the tag that its text has without an explicit one. */
interface Resolved {
  readonly value: string | number | boolean | null;
  readonly tag: '!!str' | '!!bool' | '!!int' | '!!float' | '!!null';
}

/**
 * Returns the value of a scalar as kubectl reads it: `yes` is a boolean, `0644` is octal, and dates
 * and base-60 numbers are strings.
 *
 * @throws ScalarTagError
 */
export function scalarValue({ text, tag, isPlain }: ScalarNode): Resolved['value'] {
  if (tag === undefined) return isPlain ? resolve(text).value : text;
  switch (tag) {
    case '!!binary': {
      const base64 = text.replace(/[\r\n]/g, '');
      if (!BASE64.test(base64)) {
        throw new ScalarTagError('a value of the type !!binary must be base64');
      }
      return Buffer.from(base64, 'base64').toString('utf8');
    }
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!null': {
      const resolved = resolve(text);
      if (resolved.tag === tag) return resolved.value;
      if (tag === '!!float' && resolved.tag === '!!int') return resolved.value;
      throw new ScalarTagError(`${JSON.stringify(text)} is not a value of the type ${tag}`);
    }
    default:
      return text;
  }
}

function resolve(text: string): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) {
    if (word === null) return { value: null, tag: '!!null' };
    return typeof word === 'boolean'
      ? { value: word, tag: '!!bool' }
      : { value: word, tag: '!!float' };
  }
  if (/^[-+\d]/.test(text)) {
    const plain = text.replaceAll('_', '');
    const integer = parseInteger(plain);
    if (integer !== undefined) return { value: integer, tag: '!!int' };
    if (FLOAT.test(plain)) return float(plain, text);
  } else if (/^\.\d/.test(text) && FLOAT.test(text)) {
    return float(text, text);
  }
  return { value: text, tag: '!!str' };
}

/** Parses a number. One that is too large for a number is a string. */
function float(plain: string, text: string): Resolved {
  const value = Number(plain);
  return Number.isFinite(value) ? { value, tag: '!!float' } : { value: text, tag: '!!str' };
}

/** Parses an integer in the syntax of Go. */
function parseInteger(text: string): number | undefined {
  const [match, sign, hex, binary, octal, decimal] = INTEGER.exec(text) ?? [];
  if (match === undefined) return undefined;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  return value < MIN_INTEGER || value > MAX_INTEGER ? undefined : Number(value);
}

/** The spellings of a word: in lower case, with a capital, and in capitals. */
function words<T>(value: T, ...names: readonly string[]): [string, T][] {
  return names.flatMap((name): [string, T][] => [
    [name, value],
    [name[0].toUpperCase() + name.slice(1), value],
    [name.toUpperCase(), value],
  ]);
}

function infinities(sign: string, value: number): [string, number][] {
  return ['.inf', '.Inf', '.INF'].map((word) => [sign + word, value]);
}
