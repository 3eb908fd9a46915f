/** The server writes a Job's name into a label of its Pods, so 63 is the limit, not 253. */
const LONGEST = 63;

/**
 * A text as a DNS label (RFC 1123): lower-case letters, digits and dashes, no dash at either end, at most 63 characters.
 * Texts that differ only in other characters become the same. What is too long loses its beginning: cdk8s keeps what is
 * particular, a hash, at the end.
 */
export function dnsLabel(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(-LONGEST).replace(/^-+|-+$/g, '') || 'job';
}

/** A name as the value of a label: at most 63 characters, a letter or digit at either end. */
export function labelValue(name: string): string {
  return name.slice(0, LONGEST).replace(/[^A-Za-z0-9]+$/, '');
}
