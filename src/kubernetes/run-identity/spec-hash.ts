import { hash } from 'node:crypto';
import { normalForm } from './normal-form';
import { Json, JsonObject, sorted } from '../json';
import { NEWEST_MINOR } from '../minor';
import { jobSpec } from '../server/apply-defaults';

/**
 * The fields of a JobSpec of which the server says "field is immutable". The others (how many Pods at once, retries, limits of time,
 * whether it is suspended) change in a Job that is there, and its result stays the same.
 */
const IMMUTABLE = [
  'template',
  'completions',
  'completionMode',
  'backoffLimitPerIndex',
  'podFailurePolicy',
  'successPolicy',
  'selector',
  'managedBy',
  'scheduling',
];

/** Digits and letters, without those that look alike. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 8;

/** Finds hashes at the end of names, with the dash before them. */
export const HASH_PATTERN = new RegExp(`-[${ALPHABET}]{${LENGTH}}(?![0-9a-z])`, 'g');
/** Stands in a name for a hash that is yet to be worked out; no hash can be like it. */
export const PLACEHOLDER_HASH = 'u'.repeat(LENGTH);

/** What makes a run of a Job differ from another, as text: equal for two specs if, and only if, the server takes one for the other. */
export function runIdentityText(spec: JsonObject, contents: readonly Json[]): string {
  const filled = { ...spec, ...jobSpec(spec, NEWEST_MINOR) } as JsonObject;
  const kept = Object.fromEntries(
    IMMUTABLE.filter((field) => filled[field] !== undefined).map((field) => [
      field,
      filled[field]!,
    ]),
  );
  return JSON.stringify([normalForm('JobSpec', kept), ...contents.map(sorted)]);
}

/** A short hash of what makes a run of a Job differ, which can be part of a name. */
export function shortHash(text: string): string {
  const bytes = hash('sha256', text, 'buffer');
  return Array.from(bytes.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
