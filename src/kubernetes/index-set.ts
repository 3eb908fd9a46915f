/**
 * Counts indexes such as "0,2-3,7", which must be less than `completions`, ascending and distinct.
 * Source: `validateIndexesFormat` of Kubernetes, which parses numbers as Go does (also `+3` and
 * `03`).
 *
 * @returns an error message if the indexes are invalid
 */
export function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0;
  let last: number | undefined;
  let total = 0;
  for (const part of text.split(',')) {
    const ends = part.split('-');
    if (ends.length > 2) return `${JSON.stringify(part)} must be an index or a range such as 2-3`;
    for (const end of ends) {
      if (!/^[+]?\d+$/.test(end)) return `${JSON.stringify(end)} is not an index`;
      if (Number(end) >= completions) {
        return `index ${end} must be less than completions (${completions})`;
      }
    }
    const [first, end = first] = ends.map(Number);
    if (ends.length === 2 && first >= end) return `range ${part} must be ascending`;
    if (last !== undefined && first <= last) {
      return `indexes must be ascending: ${first} comes after ${last}`;
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}

/**
 * Consecutive indexes, both ends included. A Job can have 10^9 indexes, so sets of indexes are
 * stored as intervals.
 */
export type IndexInterval = readonly [first: number, last: number];

/** Parses the indexes in the status of a Job, e.g. "1,3-5,7". */
export function indexIntervals(text: string): IndexInterval[] {
  return mergeIntervals(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [first, last = first] = part.split('-').map(Number);
        return [first, last];
      }),
  );
}

/** Returns the indexes less than `completions` that are in none of the sets. */
export function remainingIndexes(
  completions: number,
  ...sets: readonly (readonly IndexInterval[])[]
): IndexInterval[] {
  const remaining: IndexInterval[] = [];
  let next = 0;
  for (const [first, last] of mergeIntervals(sets.flat())) {
    if (first >= completions) break;
    if (first > next) remaining.push([next, first - 1]);
    next = last + 1;
  }
  return next < completions ? [...remaining, [next, completions - 1]] : remaining;
}

/** Returns the indexes that are in both sets, whose intervals are ascending. */
export function intersection(
  one: readonly IndexInterval[],
  other: readonly IndexInterval[],
): IndexInterval[] {
  const common: IndexInterval[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const first = Math.max(one[i][0], other[j][0]);
    const last = Math.min(one[i][1], other[j][1]);
    if (first <= last) common.push([first, last]);
    if (one[i][1] < other[j][1]) i++;
    else j++;
  }
  return common;
}

/** Formats indexes as the status of a Job does: only three or more consecutive ones are a range. */
export function formatIndexes(intervals: readonly IndexInterval[]): string {
  return intervals
    .map(([first, last]) =>
      first === last ? first : `${first}${last === first + 1 ? ',' : '-'}${last}`,
    )
    .join(',');
}

/** Returns the first `limit` indexes of intervals. */
export function firstIndexes(intervals: readonly IndexInterval[], limit: number): number[] {
  const indexes: number[] = [];
  for (const [first, last] of intervals) {
    for (let i = first; i <= last && indexes.length < limit; i++) indexes.push(i);
  }
  return indexes;
}

/** Counts the indexes in intervals. */
export function indexCount(intervals: readonly IndexInterval[]): number {
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Sorts intervals and merges those that overlap or touch. */
export function mergeIntervals(intervals: readonly IndexInterval[]): IndexInterval[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...intervals].sort(([a], [b]) => a - b)) {
    const previous = merged[merged.length - 1];
    if (previous !== undefined && first <= previous[1] + 1) {
      previous[1] = Math.max(previous[1], last);
    } else {
      merged.push([first, last]);
    }
  }
  return merged;
}
