import type { FieldValidation } from './admission';
import type { ApiRequest } from './api-request';
import { isJsonObject, JsonObject } from '../../kubernetes/json';
import type { ObjectStore } from '../store/object-store';
import type { ResourceType } from '../store/resource-type';
import { badRequest, StatusError } from '../store/status-error';

/** What handlers of requests share. */
export interface ServerContext {
  readonly store: ObjectStore;
  /** Minor version of Kubernetes, such as 35 for 1.35. */
  readonly minor: number;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** A request about a collection or an object. */
export interface Call {
  readonly request: ApiRequest;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The kind as it is stored. */
  readonly type: ResourceType;
  /** The kind as the path names it: another version, or Events as a group of their own. */
  readonly served: ResourceType;
  /** "" for all namespaces, or for a cluster-scoped kind. */
  readonly namespace: string;
  /** Absent for a collection. */
  readonly name?: string;
  readonly subresource?: string;
}

/** @throws StatusError BadRequest, UnsupportedMediaType */
export function bodyOf({ request }: Call): JsonObject {
  const type = (request.headers?.['content-type'] ?? '').split(';')[0].trim();
  if (type.includes('protobuf') || type.includes('cbor')) {
    throw unsupportedMediaType(type, ['application/json']);
  }
  const body = parseBody(request.body ?? '');
  if (!isJsonObject(body)) throw badRequest('the body of the request must be a JSON object');
  return body;
}

export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the body of the request is not valid JSON: ${(error as Error).message}; ` +
        'the embedded API server reads JSON only',
    );
  }
}

export function unsupportedMediaType(type: string, supported: readonly string[]): StatusError {
  const message =
    `the body of the request was in an unknown format - accepted media types include: ` +
    `${supported.join(', ')}; got ${JSON.stringify(type)}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}

/** Whether a request is a dry run, by its query. @throws StatusError BadRequest */
export function isDryRun({ query }: Call): boolean {
  if (query.dryRun === undefined || query.dryRun === '') return false;
  if (query.dryRun === 'All') return true;
  throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(query.dryRun)}: supported: "All"`);
}

export function fieldValidationOf({ query }: Call): FieldValidation {
  const { fieldValidation = 'Warn' } = query;
  if (fieldValidation === 'Strict' || fieldValidation === 'Ignore') return fieldValidation;
  if (fieldValidation === 'Warn' || fieldValidation === '') return 'Warn';
  throw badRequest(`fieldValidation: Unsupported value: ${JSON.stringify(fieldValidation)}`);
}

/** Returns the manager of the fields that a request writes. */
export function managerOf({ query, request }: Call): string {
  const agent = request.headers?.['user-agent'] ?? 'unknown';
  return query.fieldManager || agent.split('/')[0];
}
