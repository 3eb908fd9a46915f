/**
 * Which lines of logs are reported: all, as they are written; the last lines of failed attempts,
 * in the report; or none.
 */
export type LogChoice = 'all' | 'failed' | 'none';
