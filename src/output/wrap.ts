/** Formats a label and its text, whose further lines are indented like the first one. */
export function labelled(
  label: string,
  text: string,
  { indent, labelWidth, columns }: WrapOptions,
): string[] {
  const start = indent + labelWidth;
  return wrap(text, Math.max(MIN_TEXT_COLUMNS, columns - start)).map(
    (line, i) => `${' '.repeat(indent)}${(i === 0 ? label : '').padEnd(labelWidth)}${line}`,
  );
}

/** Where a label and its text are. */
export interface WrapOptions {
  readonly indent: number;
  readonly labelWidth: number;
  /** Columns of the whole line. */
  readonly columns: number;
}

/** A terminal that is narrower gets longer lines, which it wraps itself. */
const MIN_TEXT_COLUMNS = 20;

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
