import { conflictingManifests } from './conflicting-manifests';
import { helmHookProblems, helmHookWarning } from './helm-hooks';
import { undeclaredOrderWarning } from './undeclared-order';
import type { Manifest } from '../../kubernetes/manifest';
import { InputError } from '../../manifests/problem';
import type { Session, SessionOptions } from '../core/session';
import { timeoutProblems } from '../core/timeout-annotation';

/** Options that decide whether the input is valid. */
export interface InputOptions extends Pick<SessionOptions, 'namespace'> {
  /**
   * Whether to apply objects that Helm applies only when a release is deleted, rolled back or
   * tested.
   * @default false: they are an error
   */
  readonly allowHelmHooks?: boolean;
}

/** @throws InputError if manifests conflict with each other or the options, or an annotation is not valid */
export function validateInput(
  manifests: readonly Manifest[],
  { namespace: requested, allowHelmHooks = false }: InputOptions,
  { namespace }: Session,
): void {
  const problems = [
    ...conflictingManifests(manifests, requested, namespace),
    ...timeoutProblems(manifests),
    ...(allowHelmHooks ? [] : helmHookProblems(manifests)),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

/** Returns the warnings about the input as a whole. */
export function inputWarnings(manifests: readonly Manifest[]): string[] {
  return [undeclaredOrderWarning(manifests), helmHookWarning(manifests)].filter(
    (warning) => warning !== undefined,
  );
}
