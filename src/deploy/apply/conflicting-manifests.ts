import type { JsonObject } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { IdentityIndex } from '../../kubernetes/run-identity/identity-index';
import { formatSource, Problem } from '../../manifests/problem';
import { sourceOf } from '../../manifests/source';

/**
 * Returns the errors between manifests: an object that is described twice, Jobs that share an id
 * and, as in kubectl, a namespace that differs from the requested one.
 * @param requested the namespace that the caller passed, if any
 */
export function conflictingManifests(
  manifests: readonly Manifest[],
  requested: string | undefined,
  defaultNamespace: string,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Manifest>();
  const identities = new IdentityIndex();
  for (const manifest of manifests) {
    const {
      apiVersion,
      kind,
      metadata: { name, namespace },
    } = manifest;
    const source = sourceOf(manifest);
    if (requested && namespace && namespace !== requested) {
      problems.push({
        source,
        message: `${kind} ${name} has namespace ${namespace}, but the requested namespace is ${requested}`,
      });
    }
    const key = JSON.stringify([apiVersion, kind, namespace || defaultNamespace, name]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, manifest);
      const where = () => source && formatSource(source);
      for (const shared of identities.add(manifest as JsonObject, defaultNamespace, where)) {
        problems.push({ source, message: `${shared.message}; ${shared.fix}` });
      }
    } else {
      const at = sourceOf(first);
      const where = at === undefined ? '' : `, first at ${at.file}:${at.line}`;
      problems.push({ source, message: `${kind} ${name} is described twice${where}` });
    }
  }
  return problems;
}
