import { DryRunResult, dryRunApply } from './dry-run';
import type { JobManifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { conflictsIn } from '../apply/conflicts';
import type { Job } from '../kube/objects';
import { jobVerdict } from '../verdict/job-verdict';

/** A dry run of a Job, and the manifest that an apply to the existing Job has to send. */
export interface JobDryRun {
  readonly applied: JobManifest;
  readonly dryRun: DryRunResult;
}

/**
 * Asks the API server what an apply of a Job would do. `suspend` has no effect on a Job that has
 * ended: if another manager owns it, such as the queue that resumed the Job, it is omitted.
 * @throws ApiError if the server would reject it; ConnectionError
 */
export async function dryRunJob(
  applier: Applier,
  manifest: JobManifest,
  signal: AbortSignal,
): Promise<JobDryRun> {
  const dryRun = await dryRunApply(applier, manifest, signal);
  if (!hasIrrelevantConflict(dryRun)) return { applied: manifest, dryRun };
  const { suspend: _, ...spec } = manifest.spec;
  const applied = { ...manifest, spec };
  return { applied, dryRun: await dryRunApply(applier, applied, signal) };
}

function hasIrrelevantConflict(dryRun: DryRunResult): boolean {
  if (dryRun.kind !== 'merged' || dryRun.conflict === undefined) return false;
  const hasEnded = jobVerdict(dryRun.live as Job) !== undefined;
  return hasEnded && conflictsIn(dryRun.conflict).every(({ field }) => field === 'spec.suspend');
}
