/** How long the value of a label may be. The server writes a Job's name into one of its Pods, so 63 is the limit of that, not 253. */
export const MAX_LABEL_LENGTH = 63;
/** How long the name of a CronJob may be, since its Jobs are called after it, with a dash and up to ten digits. */
export const MAX_CRON_JOB_NAME_LENGTH = 52;

/**
 * A text as a DNS label (RFC 1123): lower-case letters, digits and dashes, no dash at either end, at most 63 characters.
 * Texts that differ only in other characters become the same. What is too long loses its beginning: cdk8s keeps what is
 * particular, a hash, at the end.
 */
export function dnsLabel(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(-MAX_LABEL_LENGTH)
      .replace(/^-+|-+$/g, '') || 'job'
  );
}

/** A name as the value of a label: at most 63 characters, a letter or digit at either end. */
export function labelValue(name: string): string {
  return name.slice(0, MAX_LABEL_LENGTH).replace(/[^A-Za-z0-9]+$/, '');
}
