/** Longer values are cut in a fix. */
const MAX_LENGTH = 60;

/**
 * Returns the value that begins at an offset, and ends with its line, as it is written in quotes.
 *
 * @param inFlow whether it is inside of brackets, where it also ends at a comma or a bracket
 */
export function quoted(text: string, offset: number, inFlow: boolean): string {
  const [line] = text.slice(offset, offset + 4 * MAX_LENGTH).split(/\r?\n|\s#/);
  const value = (inFlow ? line.split(/[,\]}]/)[0] : line).trim();
  const shown = value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
  return /["\\]/.test(shown) ? `'${shown.replaceAll("'", "''")}'` : `"${shown}"`;
}
