import { objectList, objectName } from './object-list';
import type { Manifest } from '../../kubernetes/manifest';
import type { Problem } from '../../manifests/problem';
import { sourceOf } from '../../manifests/source';

/** @see https://helm.sh/docs/topics/charts_hooks/ */
const HOOK_ANNOTATION = 'helm.sh/hook';
/** Hooks that Helm runs during an install or an upgrade, which a deploy comes closest to. */
const HOOKS_OF_DEPLOYS = ['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade'];

/**
 * Returns the errors for objects that Helm would not apply now, but when a release is deleted,
 * rolled back or tested: the output of `helm template` contains them as all others.
 */
export function helmHookProblems(manifests: readonly Manifest[]): Problem[] {
  return manifests.filter(isOtherHook).map((manifest) => ({
    source: sourceOf(manifest),
    message:
      `${objectName(manifest)} is a Helm hook for ${hooksOf(manifest).join(', ')}, so Helm would not ` +
      'apply it now; omit it (helm template --no-hooks), or pass --allow-helm-hooks',
  }));
}

/** Returns a warning if hooks of an install or upgrade are applied as any other object. */
export function helmHookWarning(manifests: readonly Manifest[]): string | undefined {
  const hooks = manifests.filter((manifest) => hooksOf(manifest).length > 0);
  if (hooks.length === 0) return undefined;
  return (
    'Helm hooks are applied as any other object, without their order, weights and delete policies: ' +
    objectList(hooks)
  );
}

function isOtherHook(manifest: Manifest): boolean {
  const hooks = hooksOf(manifest);
  return hooks.length > 0 && !hooks.some((hook) => HOOKS_OF_DEPLOYS.includes(hook));
}

function hooksOf({ metadata }: Manifest): string[] {
  const hooks = metadata.annotations?.[HOOK_ANNOTATION] ?? '';
  return hooks
    .split(',')
    .map((hook) => hook.trim())
    .filter((hook) => hook !== '');
}
