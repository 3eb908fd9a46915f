import type { Manifest } from '../../kubernetes/manifest';
import type { Problem } from '../../manifests/problem';
import { sourceOf } from '../../manifests/source';

/**
 * What manifests say against each other or against the namespace that was asked for. As in kubectl, a namespace asked
 * for by name must not differ from the manifests' own; and no object may be described twice.
 */
export function conflictingManifests(
  manifests: readonly Manifest[],
  asked: string | undefined,
  defaultNamespace: string,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const {
      apiVersion,
      kind,
      metadata: { name, namespace },
    } = manifest;
    const source = sourceOf(manifest);
    if (asked && namespace && namespace !== asked) {
      problems.push({
        source,
        message: `${kind} ${name} is for namespace ${namespace}, but ${asked} was asked for`,
      });
    }
    const key = JSON.stringify([apiVersion, kind, namespace || defaultNamespace, name]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, manifest);
    } else {
      const at = sourceOf(first);
      problems.push({
        source,
        message: `${kind} ${name} is described twice${at === undefined ? '' : `, first at ${at.file}:${at.line}`}`,
      });
    }
  }
  return problems;
}
