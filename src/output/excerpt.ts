import { escapeCiCommands, escapeInvisible } from './sanitize';
import type { Excerpt } from '../manifests/problem';

/** Columns that a line of the input may take; what is further from the place is cut. */
const MOST_COLUMNS = 100;
const TAB = '    ';
const CUT = '…';

/** Scripts whose letters take two columns on a terminal, and symbols that are drawn as pictures. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|.\ufe0f)/su;
/** What is drawn upon the letter before it, or not at all. */
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

interface Cell {
  readonly text: string;
  readonly columns: number;
}

/** A line of the input as it can be shown, and how many columns stand before the place in it. */
export function formatExcerpt(
  { text, at, cutBefore, cutAfter }: Excerpt,
  columns = MOST_COLUMNS,
): { readonly line: string; readonly before: number } {
  const before = cells(text.slice(0, at));
  const after = cells(text.slice(at).trimEnd());
  // The place stands in the first two thirds, unless there is room for all.
  const left = fitting(
    before.reverse(),
    Math.max(Math.floor((columns * 2) / 3), columns - widthOf(after)),
  ).reverse();
  const right = fitting(after, columns - widthOf(left));
  const cutLeft = cutBefore || left.length < before.length ? CUT : '';
  const cutRight = cutAfter || right.length < after.length ? CUT : '';
  return {
    line: escapeCiCommands(
      cutLeft + [...left, ...right].map((cell) => cell.text).join('') + cutRight,
    ),
    before: cutLeft.length + widthOf(left),
  };
}

/** As many from the beginning as there is room for. */
function fitting(from: readonly Cell[], columns: number): Cell[] {
  let room = columns;
  const end = from.findIndex((cell) => (room -= cell.columns) < 0);
  return from.slice(0, end < 0 ? from.length : end);
}

function widthOf(line: readonly Cell[]): number {
  return line.reduce((sum, { columns }) => sum + columns, 0);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cells(text: string): Cell[] {
  return [...graphemes.segment(text)].map(({ segment }) => {
    if (segment === '\t') return { text: TAB, columns: TAB.length };
    const spelled = escapeInvisible(segment);
    if (spelled !== segment) return { text: spelled, columns: spelled.length };
    return { text: segment, columns: WIDE.test(segment) ? 2 : NOTHING.test(segment) ? 0 : 1 };
  });
}
