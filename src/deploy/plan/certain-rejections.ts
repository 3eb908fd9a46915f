import { changesBetween } from './changes';
import type { RunOptions } from './decision';
import { DryRunResult, dryRunApply } from './dry-run';
import { JobPlans, jobPlans } from './job-plans';
import { jobRejections } from './job-rejections';
import { isPremature } from './premature-rejection';
import { isJobManifest, JobManifest, Manifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { rejectionOf } from '../apply/error-message';
import { RejectedManifest, sendAll } from '../apply/send-all';
import type { Rejection } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';

/**
 * Asks the API server whether it would reject anything, before anything is changed. Leaves out what
 * only an apply can show, and Jobs if nothing is changed before their own dry run.
 * @throws ConnectionError, ApiError (401), the reason of the session's signal
 */
export async function certainRejections(
  session: Session,
  applier: Applier,
  manifests: readonly Manifest[],
  options: RunOptions,
): Promise<Rejection[]> {
  const prerequisites = manifests.filter((manifest) => !isJobManifest(manifest));
  const { accepted, rejected, failure } = await sendAll(prerequisites, async (manifest) => ({
    manifest,
    dryRun: await dryRunApply(applier, manifest, session.signal),
  }));
  if (failure !== undefined) throw failure.error;
  const unchanged = new Set(accepted.filter(isUnchanged).map(({ manifest }) => manifest));
  const changing = prerequisites.filter((manifest) => !unchanged.has(manifest));
  if (changing.length === 0) return [];
  const isCertain = (rejection: RejectedManifest<Manifest>) =>
    !isPremature(rejection, changing, session.namespace);
  const conflicts = accepted.flatMap(({ manifest, dryRun }) =>
    dryRun.kind === 'merged' && dryRun.conflict ? { manifest, error: dryRun.conflict } : [],
  );
  const jobs = await plansOf(session, applier, manifests.filter(isJobManifest), options);
  return [
    ...[...rejected.filter(isCertain), ...conflicts].map(({ manifest, error }) =>
      rejectionOf(applier.refOf(manifest), manifest, error),
    ),
    ...jobRejections(applier, { ...jobs, rejected: jobs.rejected.filter(isCertain) }),
  ];
}

function isUnchanged({ dryRun }: { readonly dryRun: DryRunResult }): boolean {
  return dryRun.kind !== 'new' && changesBetween(dryRun.live, dryRun.result).length === 0;
}

/** Jobs may not be listed yet if the input has the role that permits it. */
async function plansOf(
  session: Session,
  applier: Applier,
  manifests: readonly JobManifest[],
  options: RunOptions,
): Promise<JobPlans> {
  try {
    return await jobPlans(session, applier, manifests, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 401) throw error;
    return { plans: [], rejected: [] };
  }
}
