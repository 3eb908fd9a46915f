/**
 * Returns a line as a terminal shows it in the end. A program that shows its progress goes back
 * to the start of the line with a carriage return and overwrites it.
 */
export function collapseCarriageReturns(line: string): string {
  const end = line.trimEnd().length;
  const start = line.lastIndexOf('\r', end - 1) + 1;
  const next = line.indexOf('\r', end);
  return line.slice(start, next < 0 ? undefined : next);
}
