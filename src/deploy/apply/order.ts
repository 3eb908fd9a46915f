import { isJobManifest, Manifest } from '../../kubernetes/manifest';

/** What other objects need to be there before them; kinds not named here come after these and before Jobs. */
const FIRST = [
  ['Namespace'],
  ['CustomResourceDefinition', 'PriorityClass', 'StorageClass', 'RuntimeClass'],
  ['ResourceQuota', 'LimitRange', 'ServiceAccount', 'ClusterRole', 'Role'],
  [
    'ClusterRoleBinding',
    'RoleBinding',
    'Secret',
    'ConfigMap',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'NetworkPolicy',
  ],
];

/** Everything but the Jobs, in steps: what is in one step does not need the others in it. */
export function prerequisiteSteps(manifests: readonly Manifest[]): Manifest[][] {
  const steps: Manifest[][] = [...FIRST.map(() => []), []];
  for (const manifest of manifests.filter((candidate) => !isJobManifest(candidate))) {
    const found = FIRST.findIndex((kinds) => kinds.includes(manifest.kind));
    steps[found === -1 ? FIRST.length : found].push(manifest);
  }
  return steps.filter((step) => step.length > 0);
}
