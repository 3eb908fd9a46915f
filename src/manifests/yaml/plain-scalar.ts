import { Cursor, isBlank, isBlankOrEnd, isBreak } from './cursor';
import { LineFolder } from './line-folder';
import { YamlSyntaxError } from './syntax-error';

/** Characters that end a plain scalar inside of brackets. */
const FLOW_INDICATORS = ',?[]{}';

/**
 * Reads a scalar without quotes, which can continue on lines with more indentation.
 *
 * @param cursor at the first character; it is moved to the next token
 * @param parentIndent the indentation of the mapping or list that contains it; -1 for none
 * @param inFlow whether it is inside of brackets, where indentation does not matter
 */
export function readPlainScalar(
  cursor: Cursor,
  parentIndent: number,
  inFlow: boolean,
): { readonly text: string; readonly spansLines: boolean } {
  let text = '';
  let space = new LineFolder();
  for (;;) {
    if (cursor.atDocumentMarker() || cursor.char() === '#') break;
    const start = cursor.offset;
    while (!endsPlainScalar(cursor, inFlow)) cursor.skip();
    if (cursor.offset > start) {
      text += space.text() + cursor.text.slice(start, cursor.offset);
      space = new LineFolder();
    }
    if (!isBlank(cursor.char()) && !isBreak(cursor.char())) break;
    while (isBlank(cursor.char()) || isBreak(cursor.char())) {
      if (space.spansLines && cursor.column <= parentIndent && cursor.char() === '\t') {
        throw new YamlSyntaxError(
          cursor.offset,
          'a tab is used where indentation is expected',
          'replace the tab with spaces',
        );
      }
      space.add(cursor);
    }
    if (!inFlow && cursor.column <= parentIndent) break;
  }
  return { text, spansLines: space.spansLines };
}

function endsPlainScalar(cursor: Cursor, inFlow: boolean): boolean {
  const char = cursor.char();
  if (isBlankOrEnd(char)) return true;
  return char === ':' ? isBlankOrEnd(cursor.char(1)) : inFlow && FLOW_INDICATORS.includes(char);
}
