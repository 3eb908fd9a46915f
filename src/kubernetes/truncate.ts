/** Number of characters of a value that a message quotes. */
const MAX_QUOTE_LENGTH = 80;

/** Cuts a string that is longer than `maxLength` characters, and marks the cut with "…". */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** Formats a value of the input as JSON for a message, truncated. */
export function quote(value: unknown): string {
  return truncate(JSON.stringify(value) ?? 'nothing', MAX_QUOTE_LENGTH);
}
