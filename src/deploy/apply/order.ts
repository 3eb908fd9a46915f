import { isJobManifest, Manifest } from '../../kubernetes/manifest';

/** Kinds that other objects need, in steps. Other kinds come after these and before Jobs. */
const STEPS = [
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

/** Returns everything but the Jobs, in steps. Objects of one step do not need each other. */
export function prerequisiteSteps(manifests: readonly Manifest[]): Manifest[][] {
  const steps: Manifest[][] = [...STEPS.map(() => []), []];
  for (const manifest of manifests.filter((candidate) => !isJobManifest(candidate))) {
    const found = STEPS.findIndex((kinds) => kinds.includes(manifest.kind));
    steps[found === -1 ? STEPS.length : found].push(manifest);
  }
  return steps.filter((step) => step.length > 0);
}
