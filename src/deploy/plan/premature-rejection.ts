import type { Manifest } from '../../kubernetes/manifest';
import { conflictsIn } from '../apply/conflicts';
import type { RejectedManifest } from '../apply/send-all';

/** Kinds on which the API server's permission depends for objects in the same namespace. */
const IN_NAMESPACE = ['ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'RoleBinding'];
/** Kinds on which it depends for objects anywhere. */
const ANYWHERE = [
  'ClusterRole',
  'ClusterRoleBinding',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'APIService',
];
const DRY_RUN_UNSUPPORTED = /^admission webhook .* does not support dry run/;
/** By an admission webhook or an admission policy, which may read any other object. */
const DENIED = /\bdenied (the )?request\b/;

/**
 * Whether the API server may still accept an object although it rejects the dry run: when other
 * objects of the input have been applied, or because the dry run itself failed.
 * @param changing the objects of the input that an apply would create or change
 */
export function isPremature(
  { manifest, error }: RejectedManifest<Manifest>,
  changing: readonly Manifest[],
  defaultNamespace: string,
): boolean {
  if (conflictsIn(error).length > 0) return false;
  // A webhook may fail because the input repairs or deploys what it needs.
  if (error.internal || error.code > 500 || DRY_RUN_UNSUPPORTED.test(error.message)) return true;
  const others = changing.filter((other) => other !== manifest);
  if (DENIED.test(error.message)) return others.length > 0;
  const isMissingOrForbidden = error.code === 403 || error.code === 404;
  return others.some(
    (other) =>
      definesKindOf(other, manifest) ||
      (isMissingOrForbidden && permits(other, manifest, defaultNamespace)),
  );
}

function definesKindOf({ kind, spec }: Manifest, { apiVersion }: Manifest): boolean {
  const { group } = (spec ?? {}) as { readonly group?: string };
  return kind === 'CustomResourceDefinition' && apiVersion.startsWith(`${group}/`);
}

function permits(other: Manifest, manifest: Manifest, defaultNamespace: string): boolean {
  const namespaceOf = ({ metadata }: Manifest) => metadata.namespace || defaultNamespace;
  if (other.kind === 'Namespace') return other.metadata.name === namespaceOf(manifest);
  return (
    ANYWHERE.includes(other.kind) ||
    (IN_NAMESPACE.includes(other.kind) && namespaceOf(other) === namespaceOf(manifest))
  );
}
