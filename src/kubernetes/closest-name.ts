/** More than this is another word. */
const MOST_EDITS = 2;

/** The word that was probably meant: the nearest of those that are at most two letters away, or the same but for upper and lower case. */
export function closestName(written: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(MOST_EDITS, Math.floor(written.length / 3)) + 1;
  for (const word of words) {
    if (word.toLowerCase() === written.toLowerCase()) return word;
    if (Math.abs(word.length - written.length) >= least) continue;
    const edits = editsBetween(written.toLowerCase(), word.toLowerCase());
    if (edits < least) [best, least] = [word, edits];
  }
  return best;
}

/** How many letters have to be put in, taken out or replaced. */
function editsBetween(a: string, b: string): number {
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
