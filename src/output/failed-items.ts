import { attemptEnd } from './phrases';
import { escapeInvisible } from './sanitize';
import type { JobReport } from '../deploy/core/report';
import { truncate } from '../kubernetes/truncate';

const MAX_ROWS = 20;
const MAX_ITEM_LENGTH = 60;

/** Formats the items of a Job's failed indexes as a table; nothing if it has no items. */
export function failedItemLines({ indexes, attempts }: JobReport): string[] {
  const failed = (indexes?.failedItems ?? []).filter(({ item }) => item !== null);
  if (failed.length === 0) return [];
  // The attempts are ordered by the time at which they ended: the last one counts.
  const ends = new Map(attempts.map((attempt) => [attempt.index, attemptEnd(attempt)]));
  const rows = failed
    .slice(0, MAX_ROWS)
    .map(({ index, item }) => [String(index), ends.get(index) ?? '', itemText(item!)]);
  const more = failed.length - rows.length;
  return [
    ...table([['index', 'last attempt', 'item'], ...rows]),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** Returns an item as one line of limited length. */
export function itemText(item: string): string {
  return truncate(escapeInvisible(item), MAX_ITEM_LENGTH);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    `    ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd(),
  );
}
