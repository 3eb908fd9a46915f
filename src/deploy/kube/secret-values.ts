import { LAST_APPLIED } from './trim';
import { isJsonObject, Json, JsonObject, objectIn } from '../../kubernetes/json';

const MASK = '***';
/** A shorter value is masked only where it is a word, so that the message stays readable. */
const MIN_LENGTH = 4;

/**
 * Returns a function that masks the values of the Secret that a request carries: servers and
 * webhooks quote what they reject. Values are masked as they are written, decoded, and in base64.
 * @param body of the request. If it is not a Secret, the function changes nothing
 */
export function secretMask(body: string | undefined): (text: string) => string {
  if (body === undefined || !body.includes('"Secret"')) return (text) => text;
  const object = JSON.parse(body) as JsonObject;
  if (object.kind !== 'Secret') return (text) => text;
  const patterns = [...secretValues(object)].sort((a, b) => b.length - a.length).map(patternFor);
  return (text) => patterns.reduce((masked, pattern) => masked.replace(pattern, MASK), text);
}

function secretValues({ metadata, data, stringData }: JsonObject): ReadonlySet<string> {
  const encoded = scalars(data).flatMap((value) => [value, decoded(value)]);
  const plain = scalars(stringData).flatMap((value) => [value, encodedOf(value)]);
  const values = [...encoded, ...plain, ...copiedValues(objectIn(metadata))];
  // Go quotes a string much as JSON does.
  const quoted = values.map((value) => JSON.stringify(value).slice(1, -1));
  return new Set([...values, ...quoted].filter((value) => value.trim() !== ''));
}

/** kubectl keeps a copy of the Secret, which may have earlier values. */
function copiedValues({ annotations }: JsonObject): Iterable<string> {
  try {
    return secretValues(objectIn(JSON.parse(String(objectIn(annotations)[LAST_APPLIED])) as Json));
  } catch {
    return []; // it has no copy
  }
}

/** Returns the values at any depth: a Secret that is rejected may have any structure. */
function scalars(value: Json | undefined): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(scalars);
  if (isJsonObject(value)) return Object.values(value).flatMap(scalars);
  return value === undefined || value === null ? [] : [String(value)];
}

const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8');
const encodedOf = (text: string) => Buffer.from(text).toString('base64');

function patternFor(value: string): RegExp {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return value.length < MIN_LENGTH
    ? new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'g')
    : new RegExp(escaped, 'g');
}
