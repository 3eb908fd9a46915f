/**
 * Reads indexes such as "0,2-3,7", each below `completions`, ascending and apart, as their number; or says what is wrong.
 * Source: `validateIndexesFormat` of Kubernetes, which takes numbers as Go does (`+3` and `03` too).
 */
export function parseIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let last: number | undefined;
  let total = 0;
  for (const part of text.split(',')) {
    const ends = part.split('-');
    if (ends.length > 2) return `${JSON.stringify(part)} is no range, which has two ends`;
    for (const end of ends) {
      if (!/^[+]?\d+$/.test(end)) return `${JSON.stringify(end)} is no index`;
      if (Number(end) >= completions) return `the index ${end} is not below completions, ${completions}`;
    }
    const [first, end = first] = ends.map(Number);
    if (ends.length === 2 && first >= end) return `the range ${part} does not ascend`;
    if (last !== undefined && first <= last) return `${first} comes after ${last}, and indexes ascend`;
    total += end - first + 1;
    last = end;
  }
  return total;
}
