import { Cursor, isBlank, isBlankOrEnd, isBreak } from './cursor';
import { LineFolder } from './line-folder';
import { YamlSyntaxError } from './syntax-error';

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
/** Digits of the escapes that have a code. */
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads a string in quotes. Its lines can have any indentation.
 *
 * @param cursor at the opening quote; it is moved behind the closing quote
 * @param isJson whether the document is JSON, which has two more kinds of escapes than YAML 1.1
 */
export function readQuotedScalar(cursor: Cursor, isJson: boolean): string {
  const start = cursor.offset;
  const quote = cursor.take();
  let value = '';
  for (;;) {
    if (cursor.char() === '' || cursor.atDocumentMarker()) {
      throw new YamlSyntaxError(
        start,
        'the string that begins here has no closing quote',
        quote === "'"
          ? "add the closing quote; an apostrophe inside single quotes is written twice: ''"
          : 'add the closing quote; a quote inside double quotes is written as \\"',
      );
    }
    let escapedBreak = false;
    while (!isBlankOrEnd(cursor.char())) {
      const char = cursor.char();
      if (char === quote) {
        if (quote === '"' || cursor.char(1) !== quote) break;
        value += quote;
        cursor.skip(2);
      } else if (quote === '"' && char === '\\') {
        if (isBreak(cursor.char(1))) {
          cursor.skip();
          cursor.takeBreak();
          escapedBreak = true;
          break;
        }
        value += readEscape(cursor, isJson);
      } else {
        value += cursor.take();
      }
    }
    if (cursor.char() === quote) {
      cursor.skip();
      return value;
    }
    const folder = new LineFolder(escapedBreak);
    while (isBlank(cursor.char()) || isBreak(cursor.char())) folder.add(cursor);
    value += folder.text();
  }
}

function readEscape(cursor: Cursor, isJson: boolean): string {
  const letter = cursor.char(1);
  const length = CODE_LENGTHS[letter];
  if (length !== undefined) return readCode(cursor, length, isJson);
  if (isJson && letter === '/') {
    cursor.skip(2);
    return letter;
  }
  const char = ESCAPES[letter];
  if (char === undefined) {
    throw new YamlSyntaxError(
      cursor.offset,
      `\\${letter} is not an escape of YAML 1.1, which kubectl reads`,
      letter === '/'
        ? 'write / without the backslash'
        : 'write the backslash twice, or use single quotes',
    );
  }
  cursor.skip(2);
  return char;
}

function readCode(cursor: Cursor, length: number, isJson: boolean): string {
  const digits = cursor.text.slice(cursor.offset + 2, cursor.offset + 2 + length);
  const escape = cursor.text.slice(cursor.offset, cursor.offset + 2 + length);
  const code = parseInt(digits, 16);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw new YamlSyntaxError(
      cursor.offset,
      `${escape.slice(0, 2)} must be followed by ${length} hexadecimal digits`,
      'write all digits; write the backslash twice if it is not an escape',
    );
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code > 0x10ffff || (isSurrogate && !isJson)) {
    throw new YamlSyntaxError(
      cursor.offset,
      `${escape} is not a character` +
        (isSurrogate ? ': kubectl reads surrogate pairs in JSON, but not in YAML' : ''),
      isSurrogate
        ? 'write the character itself, or its code point such as \\U0001F600'
        : 'write a code point up to \\U0010FFFF',
    );
  }
  cursor.skip(2 + length);
  return isSurrogate ? String.fromCharCode(code) : String.fromCodePoint(code);
}
