/**
 * Returns a line of a log as a terminal shows it in the end: a program that reports progress goes
 * back to the beginning of the line with a carriage return and overwrites what it printed before.
 */
export function collapseCarriageReturns(line: string): string {
  const end = line.trimEnd().length;
  const begin = line.lastIndexOf('\r', end - 1) + 1;
  const next = line.indexOf('\r', end);
  return line.slice(begin, next < 0 ? undefined : next);
}
