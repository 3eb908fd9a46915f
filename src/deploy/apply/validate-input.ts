import { conflictingManifests } from './conflicting-manifests';
import type { Manifest } from '../../kubernetes/manifest';
import { InputError } from '../../manifests/problem';
import type { Session, SessionOptions } from '../core/session';
import { timeoutProblems } from '../core/timeout-annotation';

/** @throws InputError if manifests conflict with each other or the options, or an annotation is not valid */
export function validateInput(
  manifests: readonly Manifest[],
  { namespace: requested }: Pick<SessionOptions, 'namespace'>,
  { namespace }: Session,
): void {
  const problems = [
    ...conflictingManifests(manifests, requested, namespace),
    ...timeoutProblems(manifests),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
