import { hash } from 'node:crypto';
import { normalForm } from './normal-form';
import { Json, JsonObject, sortKeys } from '../json';
import { NEWEST_MINOR } from '../minor';
import { jobSpecDefaults } from '../server/apply-defaults';

/**
 * The immutable fields of a JobSpec. The other fields (parallelism, retries, deadlines, suspension)
 * can be changed in an existing Job and do not change its result.
 */
const IMMUTABLE_FIELDS = [
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

/** Digits and letters, without letters that look like digits or like each other. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const HASH_LENGTH = 8;

/** Matches hashes at the end of names, with the dash before them. */
export const HASH_PATTERN = new RegExp(`-[${ALPHABET}]{${HASH_LENGTH}}(?![0-9a-z])`, 'g');
/** Placeholder in a name for a hash that is not known yet. It cannot be equal to a hash. */
export const PLACEHOLDER_HASH = 'u'.repeat(HASH_LENGTH);

/**
 * Returns a string that is equal for two runs of a Job if, and only if, the API server regards the
 * immutable fields as equal and the contents of ConfigMaps and Secrets are equal.
 */
export function runIdentityText(spec: JsonObject, contents: readonly Json[]): string {
  const defaults = jobSpecDefaults(spec, NEWEST_MINOR) as JsonObject;
  const immutable: { [field: string]: Json } = {};
  for (const field of IMMUTABLE_FIELDS) {
    const value = field in defaults ? defaults[field] : spec[field];
    if (value !== undefined) immutable[field] = value;
  }
  return JSON.stringify([normalForm('JobSpec', immutable), ...contents.map(sortKeys)]);
}

/** Returns a short hash of a string that can be part of a name. */
export function shortHash(text: string): string {
  const bytes = hash('sha256', text, 'buffer');
  let short = '';
  for (let i = 0; i < HASH_LENGTH; i++) short += ALPHABET[bytes[i] % ALPHABET.length];
  return short;
}
