import type { Deletion } from './deletion';
import type { ResourceType } from './resource-type';
import { conflict, deletionConflict } from './status-error';
import type { StoredObject } from './stored-object';

const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** Checks the uid and version in the object of an update. @throws StatusError Conflict */
export function checkPreconditions(
  type: ResourceType,
  { metadata }: StoredObject,
  { uid, resourceVersion }: { readonly uid?: string; readonly resourceVersion?: string },
): void {
  if (uid && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(type, metadata.name, why);
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw conflict(type, metadata.name, MODIFIED);
  }
}

/** Checks the preconditions of a deletion. @throws StatusError Conflict */
export function checkDeletion(
  type: ResourceType,
  { metadata }: StoredObject,
  preconditions: NonNullable<Deletion['preconditions']>,
): void {
  for (const field of ['uid', 'resourceVersion'] as const) {
    const wanted = preconditions[field];
    if (wanted && wanted !== metadata[field]) {
      throw deletionConflict(type, metadata.name, field, wanted, metadata[field]);
    }
  }
}
