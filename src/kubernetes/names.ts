/**
 * Maximum characters of the value of a label. It also limits the name of a Job, which is a label of
 * its Pods.
 */
export const MAX_LABEL_LENGTH = 63;
/**
 * Maximum characters of the name of a CronJob, since its Jobs have a suffix of up to 11 characters.
 */
export const MAX_CRON_JOB_NAME_LENGTH = 52;
/** Number of characters of `generateName` that the API server keeps. */
export const MAX_GENERATE_NAME_LENGTH = 58;

/**
 * Converts a string to a DNS label (RFC 1123): lower-case letters, digits and dashes, no dash at
 * either end, at most 63 characters. Strings that differ only in other characters become equal. A
 * long string is cut at the start, since names of cdk8s have a hash at the end.
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

/**
 * Converts a name to the value of a label: at most 63 characters, with a letter or digit at the
 * end.
 */
export function labelValue(name: string): string {
  return name.slice(0, MAX_LABEL_LENGTH).replace(/[^A-Za-z0-9]+$/, '');
}
