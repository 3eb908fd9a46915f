import { objectList } from './object-list';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';

/** Kinds whose Pods start as soon as the object is applied. */
const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * Returns a warning if one input has workloads and Jobs. The workloads are rolled out before the
 * Jobs start, which is wrong for a migration and right for a smoke test, so that the user has to
 * decide.
 */
export function undeclaredOrderWarning(manifests: readonly Manifest[]): string | undefined {
  const workloads = manifests.filter(
    ({ apiVersion, kind }) => apiVersion.startsWith('apps/') && WORKLOAD_KINDS.includes(kind),
  );
  const jobs = manifests.filter(isJobManifest);
  if (workloads.length === 0 || jobs.length === 0) return undefined;
  return (
    `${objectList(workloads)} and ${objectList(jobs)} have no declared order: all Jobs start after the ` +
    'others are applied, and nothing waits for their rollout; if they need a Job to succeed ' +
    'first, such as a migration, deploy that Job before them, from an input of its own'
  );
}
