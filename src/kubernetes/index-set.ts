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
      if (Number(end) >= completions) {
        return `the index ${end} is not below completions, ${completions}`;
      }
    }
    const [first, end = first] = ends.map(Number);
    if (ends.length === 2 && first >= end) return `the range ${part} does not ascend`;
    if (last !== undefined && first <= last) {
      return `${first} comes after ${last}, and indexes ascend`;
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}

/** Indexes that follow each other, both ends included. There may be 10^9 of them, so sets of indexes are kept as these and never counted out. */
export type IndexInterval = readonly [first: number, last: number];

/** Reads indexes as a Job's status has them, such as "1,3-5,7". */
export function indexIntervals(text: string): IndexInterval[] {
  return merged(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [first, last = first] = part.split('-').map(Number);
        return [first, last];
      }),
  );
}

/** The indexes below `completions` that are in none of the sets. */
export function remainingIndexes(
  completions: number,
  ...sets: readonly (readonly IndexInterval[])[]
): IndexInterval[] {
  const others: IndexInterval[] = [];
  let next = 0;
  for (const [first, last] of merged(sets.flat())) {
    if (first >= completions) break;
    if (first > next) others.push([next, first - 1]);
    next = last + 1;
  }
  return next < completions ? [...others, [next, completions - 1]] : others;
}

/** As a Job's status writes them: two that follow each other are not a range yet. */
export function formatIndexes(intervals: readonly IndexInterval[]): string {
  return intervals
    .map(([first, last]) =>
      first === last ? first : `${first}${last === first + 1 ? ',' : '-'}${last}`,
    )
    .join(',');
}

/** How many they are. */
export function indexCount(intervals: readonly IndexInterval[]): number {
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Ascending and apart. */
function merged(intervals: readonly IndexInterval[]): IndexInterval[] {
  const whole: [number, number][] = [];
  for (const [first, last] of [...intervals].sort(([a], [b]) => a - b)) {
    const before = whole[whole.length - 1];
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else whole.push([first, last]);
  }
  return whole;
}
