import { Cursor, isBlank, isBreak, isBreakOrEnd } from './cursor';
import { YamlSyntaxError } from './syntax-error';

/** How the line breaks at the end of a block are read: `-` drops all, `+` keeps all. */
type Chomping = '' | '-' | '+';

/**
 * Reads a block scalar (`|` or `>`).
 *
 * @param cursor at the indicator; it is moved behind the block
 * @param parentIndent the indentation of the mapping or list that contains the block; -1 for none
 */
export function readBlockScalar(cursor: Cursor, parentIndent: number): string {
  const isLiteral = cursor.take() === '|';
  const { chomping, increment } = readHeader(cursor);
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let value = '';
  let lineBreak = '';
  let wasIndented = false;
  for (;;) {
    const breaks = readEmptyLines(cursor, indent);
    if (indent === 0) indent = Math.max(breaks.indent, parentIndent + 1, 1);
    if (cursor.column !== indent || cursor.char() === '') {
      if (chomping !== '-') value += lineBreak;
      return chomping === '+' ? value + breaks.text : value;
    }
    // A line that is indented further keeps the breaks around it.
    const isIndented = isBlank(cursor.char());
    const folds = !isLiteral && !wasIndented && !isIndented && lineBreak === '\n';
    if (!folds) value += lineBreak;
    else if (breaks.text === '') value += ' ';
    value += breaks.text;
    wasIndented = isIndented;
    const start = cursor.offset;
    while (!isBreakOrEnd(cursor.char())) cursor.skip();
    value += cursor.text.slice(start, cursor.offset);
    lineBreak = cursor.char() === '' ? '' : cursor.takeBreak();
  }
}

/** Reads the indicators after `|` or `>`, in any order, and the rest of their line. */
function readHeader(cursor: Cursor): { chomping: Chomping; increment: number } {
  let chomping: Chomping = '';
  let increment = 0;
  for (let i = 0; i < 2; i++) {
    const char = cursor.char();
    if (chomping === '' && (char === '-' || char === '+')) chomping = char;
    else if (increment === 0 && /[0-9]/.test(char)) increment = Number(char);
    else break;
    if (char === '0') {
      throw new YamlSyntaxError(
        cursor.offset,
        'the indentation of a block cannot be 0',
        'write a number from 1 to 9, or none',
      );
    }
    cursor.skip();
  }
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.char())) {
    throw new YamlSyntaxError(
      cursor.offset,
      'the text of a block must begin on a line of its own, after | or >',
      'begin a new line here, or quote the value if it begins with | or >',
    );
  }
  if (cursor.char() !== '') cursor.takeBreak();
  return { chomping, increment };
}

/**
 * Reads empty lines and the indentation of the line after them.
 *
 * @param indent the indentation of the block; 0 if it is unknown
 */
function readEmptyLines(cursor: Cursor, indent: number): { text: string; indent: number } {
  let text = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.char() === ' ') cursor.skip();
    widest = Math.max(widest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.char() === '\t') {
      throw new YamlSyntaxError(
        cursor.offset,
        'a tab is in the indentation of a block, which can only have spaces',
        'replace the tab with spaces; a line without text must not contain one either',
      );
    }
    if (!isBreak(cursor.char())) return { text, indent: widest };
    text += cursor.takeBreak();
  }
}
