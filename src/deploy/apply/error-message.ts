import { conflictsIn } from './conflicts';
import type { Manifest } from '../../kubernetes/manifest';
import { sourceOf } from '../../manifests/source';
import type { ObjectRef, Rejection } from '../core/report';
import type { ApiError } from '../kube/errors';

/** A longer message prints whole objects in Go's notation, which hides the error. */
const MAX_MESSAGE_LENGTH = 500;
const IMMUTABLE = /field is immutable$/;

/** Returns the entry of a report for a manifest that the API server rejects. */
export function rejectionOf(object: ObjectRef, manifest: Manifest, error: ApiError): Rejection {
  return rejection(object, manifest, rejectionMessage(error));
}

/** Returns the entry of a report for a manifest that is not applied for another reason. */
export function rejection(object: ObjectRef, manifest: Manifest, message: string): Rejection {
  return { object, message, source: sourceOf(manifest) ?? null };
}

/** Returns the API server's message for a rejection, with what to do where that is known. */
export function rejectionMessage(error: ApiError): string {
  const message = shortMessage(error);
  const causes = error.status.details?.causes ?? [];
  if (causes.some((cause) => IMMUTABLE.test(cause.message ?? ''))) {
    return `${message}; rename the object, or delete the existing one`;
  }
  if (conflictsIn(error).length > 0) {
    return (
      `${message}; omit the field to leave it to the other manager, ` +
      'or take it over (--force-conflicts)'
    );
  }
  return message;
}

/** Returns the message, or, if it is too long, its causes without the objects in them. */
function shortMessage({ message, status }: ApiError): string {
  const causes = status.details?.causes ?? [];
  if (message.length <= MAX_MESSAGE_LENGTH || causes.length === 0) return message;
  const [subject] = message.split(' is invalid: ');
  const fields = causes.map(
    (cause) => `${cause.field}: ${cause.message?.replace(/\{.*\}/s, '{…}')}`,
  );
  return `${subject} is invalid: ${fields.join(', ')}`;
}
