import { contradictions } from './apply/contradictions';
import type { Session, SessionOptions } from './session';
import type { Manifest } from '../batch/manifest';
import { InputError } from '../manifests/problem';
import { limitProblems } from './track/limits';

/** @throws InputError if manifests contradict each other or the options, or if what they say to a deploy can't be read */
export function assertInput(manifests: readonly Manifest[], { namespace: asked }: Pick<SessionOptions, 'namespace'>, { namespace }: Session): void {
  const problems = [...contradictions(manifests, asked, namespace), ...limitProblems(manifests)];
  if (problems.length > 0) throw new InputError(problems);
}
