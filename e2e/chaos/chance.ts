import { createHash } from 'node:crypto';

/** A number from 0 to 1 that is the same for the same words, whatever else was asked before it: what happens together may happen in any order. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\0')).digest().readUInt32BE(0) / 2 ** 32;
}

export function between(
  least: number,
  most: number,
  ...words: readonly (string | number)[]
): number {
  return least + Math.floor(chance(...words) * (most - least + 1));
}
