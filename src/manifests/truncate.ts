/** Words that hold words of the input, which may be as long as the input, cut to a length. */
export function truncate(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
