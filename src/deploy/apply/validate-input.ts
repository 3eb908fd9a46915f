import { conflictingManifests } from './conflicting-manifests';
import type { Manifest } from '../../kubernetes/manifest';
import { InputError } from '../../manifests/problem';
import type { Session, SessionOptions } from '../core/session';
import { limitProblems } from '../track/limits';

/** @throws InputError if manifests contradict each other or the options, or if what they say to a deploy can't be read */
export function validateInput(
  manifests: readonly Manifest[],
  { namespace: asked }: Pick<SessionOptions, 'namespace'>,
  { namespace }: Session,
): void {
  const problems = [
    ...conflictingManifests(manifests, asked, namespace),
    ...limitProblems(manifests),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
