import stringWidth from 'string-width';
import { escapeCiCommands, escapeInvisible } from './sanitize';
import type { Excerpt } from '../manifests/problem';

/** Columns of an excerpt; the rest of a longer line is cut. */
const MAX_COLUMNS = 100;
/** Share of the columns that the text before the place may take when both sides are cut. */
const SHARE_BEFORE = 2 / 3;
const TAB = '    ';
const ELLIPSIS = '…';

/** What a terminal draws as one character. */
interface Cell {
  readonly text: string;
  readonly columns: number;
}

/** Returns a line of the input as it can be printed, and the number of columns before the place. */
export function formatExcerpt(
  { text, at, cutBefore, cutAfter }: Excerpt,
  maxColumns = MAX_COLUMNS,
): { readonly line: string; readonly before: number } {
  const before = cells(text.slice(0, at));
  const after = cells(text.slice(at).trimEnd());
  const columnsBefore = Math.max(
    Math.floor(maxColumns * SHARE_BEFORE),
    maxColumns - columnsOf(after),
  );
  const left = takeColumns(before.reverse(), columnsBefore).reverse();
  const right = takeColumns(after, maxColumns - columnsOf(left));
  const start = cutBefore || left.length < before.length ? ELLIPSIS : '';
  const end = cutAfter || right.length < after.length ? ELLIPSIS : '';
  const shown = [...left, ...right].map((cell) => cell.text).join('');
  return {
    line: escapeCiCommands(start + shown + end),
    before: start.length + columnsOf(left),
  };
}

/** Returns as many of the first cells as fit. */
function takeColumns(line: readonly Cell[], columns: number): Cell[] {
  let room = columns;
  const end = line.findIndex((cell) => (room -= cell.columns) < 0);
  return line.slice(0, end < 0 ? line.length : end);
}

function columnsOf(line: readonly Cell[]): number {
  return line.reduce((sum, { columns }) => sum + columns, 0);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cells(text: string): Cell[] {
  return [...graphemes.segment(text)].map(({ segment }) => {
    if (segment === '\t') return { text: TAB, columns: TAB.length };
    const escaped = escapeInvisible(segment);
    const isAscii = segment.length === 1 && segment < '\x7f'; // most are, which saves a look-up
    const columns = isAscii || escaped !== segment ? escaped.length : stringWidth(segment);
    return { text: escaped, columns };
  });
}
