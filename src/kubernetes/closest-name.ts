/** A word with more edits than this is regarded as another word. */
const MAX_EDITS = 2;

/**
 * Finds the word that was probably meant: one that differs only in case, or else the one with the
 * fewest edits, at most two.
 */
export function closestName(written: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(MAX_EDITS, Math.floor(written.length / 3)) + 1;
  for (const word of words) {
    if (word.toLowerCase() === written.toLowerCase()) return word;
    if (Math.abs(word.length - written.length) >= least) continue;
    const edits = editDistance(written.toLowerCase(), word.toLowerCase());
    if (edits < least) [best, least] = [word, edits];
  }
  return best;
}

/** Counts the letters to insert, delete or replace (Levenshtein distance). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length];
}
