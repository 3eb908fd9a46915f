import { conflictingManifests } from './conflicting-manifests';
import type { Manifest } from '../../kubernetes/manifest';
import { InputError } from '../../manifests/problem';
import type { Session, SessionOptions } from '../core/session';
import { timeoutProblems } from '../core/timeout-annotation';

/** @throws InputError if manifests contradict each other or the options, or if what they say to a deploy can't be read */
export function validateInput(
  manifests: readonly Manifest[],
  { namespace: asked }: Pick<SessionOptions, 'namespace'>,
  { namespace }: Session,
): void {
  const problems = [
    ...conflictingManifests(manifests, asked, namespace),
    ...timeoutProblems(manifests),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
