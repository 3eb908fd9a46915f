import type { ApiError } from '../kube/errors';

/** A field that another manager owns, and would set otherwise. */
export interface Conflict {
  /** Such as `kubectl-client-side-apply`. */
  readonly manager: string;
  /** Where it is. */
  readonly field: string;
}

/** Who owns what, according to a refusal to take it over. */
export function conflictsIn({ code, status }: ApiError): Conflict[] {
  if (code !== 409) return [];
  return (status.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field = '', message = '' }) => ({
      manager: /"([^"]*)"/.exec(message)?.[1] ?? 'another',
      field: field.replace(/^\./, ''),
    }));
}
