import type { ApiError } from '../kube/errors';

/** A field that another manager owns with another value. */
export interface Conflict {
  /** Name of the field manager, such as `kubectl-client-side-apply`. */
  readonly manager: string;
  /** Path of the field. */
  readonly field: string;
}

/** Returns the conflicts in an error of the API server; none if it is another error. */
export function conflictsIn({ code, status }: ApiError): Conflict[] {
  if (code !== 409) return [];
  return (status.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field = '', message = '' }) => ({
      manager: /"([^"]*)"/.exec(message)?.[1] ?? 'another',
      field: field.replace(/^\./, ''),
    }));
}
