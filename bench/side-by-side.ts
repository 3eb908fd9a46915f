import { execFileSync } from 'node:child_process';

const ROUNDS = 5;

/** What several ways of doing the same measured, round by round: each in a process of its own, and in turns, so that all meet the same machine. */
export function sideBySide<Measured>(
  file: string,
  ways: readonly string[],
  ...args: readonly (string | number)[]
): Record<string, Measured>[] {
  const measured = (way: string) =>
    JSON.parse(
      execFileSync(process.execPath, [...process.execArgv, file, way, ...args.map(String)], {
        encoding: 'utf8',
      }),
    ) as Measured;
  return Array.from({ length: ROUNDS }, () =>
    Object.fromEntries(ways.map((way) => [way, measured(way)])),
  );
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The median of ratios, and of each round the least and the most, as two cells of a table. */
export function ratioCells(ratios: readonly number[]): string {
  return `${median(ratios).toFixed(2)} | ${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
}
