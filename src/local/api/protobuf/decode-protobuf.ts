import { MESSAGES } from './messages';
import { wireFields } from './wire-reader';
import type { Json, JsonObject } from '../../../kubernetes/json';
import { fieldsOf, StructName, STRUCTS } from '../../../kubernetes/schema/field';
import { badRequest, StatusError } from '../../store/status-error';
import { formatSeconds } from '../../timestamps';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Precedes each object. */
const MAGIC = Buffer.from('k8s\0');
const API_VERSIONS = ['v1', 'batch/v1', 'rbac.authorization.k8s.io/v1'];

/**
 * Decodes an object that a client sent as protobuf. It has a field only if the field is set, and
 * differs from its zero value or is a pointer in Go.
 *
 * @throws StatusError BadRequest, or UnsupportedMediaType for a kind that is read as JSON only
 */
export function decodeProtobuf(bytes: Uint8Array): JsonObject {
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw badRequest('the body of the request is not a protobuf object of Kubernetes');
  }
  try {
    const [head, raw] = fieldsByNumber(bytes.subarray(MAGIC.length), [1, 2]);
    const [apiVersion, kind] = fieldsByNumber(head, [1, 2]).map(text);
    if (!API_VERSIONS.includes(apiVersion) || !(kind in MESSAGES)) {
      const message = `${apiVersion} ${kind} is read as application/json only`;
      throw new StatusError(415, 'UnsupportedMediaType', message);
    }
    return { apiVersion, kind, ...decodeMessage(kind, raw) };
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(`the body is not valid: ${error.message}`);
    throw error;
  }
}

const NO_BYTES = new Uint8Array();

function fieldsByNumber(bytes: Uint8Array, numbers: readonly number[]): Uint8Array[] {
  const fields = [...wireFields(bytes)];
  return numbers.map((wanted) => {
    const value = fields.find(({ number }) => number === wanted)?.value;
    return value instanceof Uint8Array ? value : NO_BYTES;
  });
}

interface MessageField {
  readonly name: string;
  readonly kind: 'single' | 'list' | 'map' | 'inline';
  readonly type: string;
}

const messageFields = new Map<string, ReadonlyMap<number, MessageField>>();

function fieldsOfMessage(message: string): ReadonlyMap<number, MessageField> {
  let fields = messageFields.get(message);
  if (!fields) {
    const entries = Object.entries(MESSAGES[message]).map(([name, notation]) => {
      const [, number, prefix, type] = /^(\d+) (\[\]|map |inline )?(\w+)$/.exec(notation)!;
      const kind =
        prefix === '[]' ? 'list' : prefix === undefined ? 'single' : (prefix.trim() as 'map');
      return [Number(number), { name, kind, type }] as const;
    });
    messageFields.set(message, (fields = new Map(entries)));
  }
  return fields;
}

function decodeMessage(message: string, bytes: Uint8Array): JsonObject {
  const result: { [field: string]: Json } = {};
  const fields = fieldsOfMessage(message);
  for (const { number, value } of wireFields(bytes)) {
    const field = fields.get(number);
    if (!field) continue; // of a later version
    const { name, kind, type } = field;
    if (kind === 'map') {
      const [key, entry] = fieldsByNumber(value as Uint8Array, [1, 2]);
      result[name] = { ...(result[name] as JsonObject), [text(key)]: decodeValue(type, entry)! };
      continue;
    }
    const decoded = decodeValue(type, value);
    if (kind === 'inline') Object.assign(result, decoded);
    else if (kind === 'list') result[name] = [...((result[name] as Json[]) ?? []), decoded!];
    else if (decoded !== undefined && isSet(message, name, decoded)) result[name] = decoded;
  }
  return result;
}

/** @returns undefined for a time that is not set */
function decodeValue(type: string, value: bigint | Uint8Array): Json | undefined {
  if (typeof value === 'bigint') {
    return type === 'bool' ? value !== 0n : Number(BigInt.asIntN(64, value));
  }
  switch (type) {
    case 'string':
      return text(value);
    case 'bytes':
      return Buffer.from(value).toString('base64');
    case 'Quantity':
      return text(fieldsByNumber(value, [1])[0]);
    case 'FieldsV1':
      return JSON.parse(text(fieldsByNumber(value, [1])[0])) as Json;
    case 'Time':
    case 'MicroTime': {
      const seconds = [...wireFields(value)].find(({ number }) => number === 1)?.value;
      return seconds === undefined ? undefined : formatSeconds(Number(seconds) * 1000);
    }
    case 'IntOrString': {
      const [kind = 0n, int = 0n, string = NO_BYTES] = [1, 2, 3].map(
        (wanted) => [...wireFields(value)].find(({ number }) => number === wanted)?.value,
      );
      return kind === 0n ? Number(BigInt.asIntN(32, int as bigint)) : text(string as Uint8Array);
    }
    default:
      return decodeMessage(type, value);
  }
}

/** Clients send the zero value of a field that is not a pointer, though it has not been set. */
function isSet(message: string, name: string, value: Json): boolean {
  if (value !== '' && value !== 0 && value !== false) return true;
  if (!(message in STRUCTS)) return false;
  return fieldsOf(message as StructName).get(name)?.pointer === true;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
