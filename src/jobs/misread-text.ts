import { isJsonObject } from '../kubernetes/json';
import { GO_INTEGER, parseGoInteger } from '../kubernetes/yaml-integer';

/**
 * Why YAML readers written in Go, such as those of kubectl, Argo CD and Flux, do not get a string
 * as it is from the YAML that cdk8s writes:
 * - `character`: it has a character that cdk8s should escape.
 * - `tab`: cdk8s writes it as a block whose first line begins with a tab.
 * - `blank`: cdk8s writes it as a block of blank lines, whose spaces are not read.
 */
export type Misreading = 'character' | 'tab' | 'blank';

/** Characters that cdk8s does not escape, and that Go's reader rejects or takes for line breaks. */
const UNESCAPED = /[\x7f-\x9f\u2028\u2029\ufffe\uffff]|\p{Surrogate}/u;
/** Strings that cdk8s writes in quotes although they have several lines. */
const QUOTED = /\n[\t ]+$|[\x00-\x08\x0b-\x1f]/; // eslint-disable-line no-control-regex
const BEGINS_WITH_TAB = /^\n*\t/;
const BLANK = /^\n*[ \t][ \t\n]*$/;

/**
 * Returns why a string would be misread, or undefined.
 * @param isKey whether it is a key of an object: cdk8s writes no key as a block
 */
export function misreadingOf(text: string, isKey = false): Misreading | undefined {
  if (UNESCAPED.test(text)) return 'character';
  if (isKey || !text.includes('\n') || QUOTED.test(text)) return undefined;
  if (BEGINS_WITH_TAB.test(text)) return 'tab';
  return BLANK.test(text) ? 'blank' : undefined;
}

/** A number in Go without its underscores, which may be anywhere. */
const GO_NUMBER =
  /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;
/** A number in YAML 1.1 that may have underscores; cdk8s writes such a string in quotes. */
const QUOTED_NUMBER =
  /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?)$/;

/** Returns whether cdk8s writes a string without quotes that YAML readers in Go read as a number. */
export function isMisreadNumber(text: string): boolean {
  if (!/^[-+0-9]/.test(text)) return false;
  if (GO_INTEGER.test(text)) return parseGoInteger(text) !== undefined;
  if (!text.includes('_') || QUOTED_NUMBER.test(text)) return false;
  const plain = text.replaceAll('_', '');
  return GO_NUMBER.test(plain) || parseGoInteger(plain) !== undefined;
}

/** Returns whether a value contains a string, or an object a key, that would be misread. */
export function isMisread(value: unknown): boolean {
  if (typeof value === 'string') return misreadingOf(value) !== undefined;
  if (Array.isArray(value)) return value.some(isMisread);
  return (
    isJsonObject(value) &&
    Object.keys(value).some((key) => misreadingOf(key, true) !== undefined || isMisread(value[key]))
  );
}

/** Returns the code point of the first character that cdk8s should escape, such as `U+0085`. */
export function unescapedIn(text: string): string | undefined {
  const [character] = UNESCAPED.exec(text) ?? [];
  return character && `U+${hex(character).toUpperCase()}`;
}

/** Returns whether a string contains half of a surrogate pair, which no YAML can express. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Returns a value as JSON, which is YAML too, with every character escaped that has to be. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    new RegExp(UNESCAPED, 'gu'),
    (character) => `\\u${hex(character)}`,
  );
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
