import { qualifiedKind, qualifiedResource, ResourceType } from './resource-type';
import type { JsonObject } from '../../kubernetes/json';

/** Further facts of an error; `causes` has one entry for each invalid field. */
export type StatusDetails = {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly {
    readonly reason?: string;
    readonly message?: string;
    readonly field?: string;
  }[];
  readonly retryAfterSeconds?: number;
};

/** An error with which a request ends. */
export class StatusError extends Error {
  /**
   * @param code HTTP status
   * @param reason the reason that clients compare, e.g. `NotFound`; "" for none
   */
  public constructor(
    public readonly code: number,
    public readonly reason: string,
    message: string,
    public readonly details?: StatusDetails,
  ) {
    super(message);
    this.name = 'StatusError';
  }

  /** Returns the error as an API server sends it. */
  public toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason === '' ? undefined : this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

const detailsOf = ({ group, resource }: ResourceType, name: string): StatusDetails => ({
  name,
  ...(group !== '' && { group }),
  kind: resource,
});

export function notFound(type: ResourceType, name: string): StatusError {
  const message = `${qualifiedResource(type)} "${name}" not found`;
  return new StatusError(404, 'NotFound', message, detailsOf(type, name));
}

export function alreadyExists(type: ResourceType, name: string): StatusError {
  const message = `${qualifiedResource(type)} "${name}" already exists`;
  return new StatusError(409, 'AlreadyExists', message, detailsOf(type, name));
}

export function conflict(type: ResourceType, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(type)} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, detailsOf(type, name));
}

/** The object is another one, or another version, than a deletion requires. */
export function deletionConflict(
  type: ResourceType,
  name: string,
  precondition: 'uid' | 'resourceVersion',
  wanted: string,
  found: string,
): StatusError {
  const [field, happened] =
    precondition === 'uid'
      ? ['UID', 'deleted and then recreated']
      : ['ResourceVersion', 'modified'];
  const message =
    `Operation cannot be fulfilled on ${qualifiedKind(type)} "${name}": ` +
    `the ${field} in the precondition (${wanted}) does not match the ${field} in record ` +
    `(${found}). The object might have been ${happened}`;
  const { kind } = type;
  return new StatusError(409, 'Conflict', message, { ...detailsOf(type, name), kind });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** A field that the API server rejects. */
export type InvalidField = {
  /** E.g. `FieldValueInvalid`. */
  readonly reason: string;
  readonly field: string;
  readonly message: string;
};

export function invalid(
  type: ResourceType,
  name: string,
  fields: readonly InvalidField[],
): StatusError {
  const all = fields.map(({ field, message }) => `${field}: ${message}`);
  const list = all.length === 1 ? all[0] : `[${all.join(', ')}]`;
  const { group, kind } = type;
  return new StatusError(422, 'Invalid', `${qualifiedKind(type)} "${name}" is invalid: ${list}`, {
    ...(name !== '' && { name }),
    ...(group !== '' && { group }),
    kind,
    causes: fields,
  });
}

/** The client resumes from a version whose changes the store does not have any more. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

/** The options of a request, such as `DeleteOptions`, have an invalid field. */
export function invalidOptions(kind: string, field: InvalidField): StatusError {
  const message = `${kind}.meta.k8s.io "" is invalid: ${field.field}: ${field.message}`;
  const details = { group: 'meta.k8s.io', kind, causes: [field] };
  return new StatusError(422, 'Invalid', message, details);
}
