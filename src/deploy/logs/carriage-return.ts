/**
 * A line as it stands in the end. A program that shows its progress goes back to the beginning of the line with a carriage
 * return and writes over it; what it wrote before is what nobody would see on a terminal.
 */
export function collapseCarriageReturns(line: string): string {
  const end = line.trimEnd().length;
  const begin = line.lastIndexOf('\r', end - 1) + 1;
  const next = line.indexOf('\r', end);
  return line.slice(begin, next < 0 ? undefined : next);
}
