import { resumeJob, StartedJob, startJob } from './start-job';
import type { JobManifest, Manifest } from '../../kubernetes/manifest';
import type { Applier, ApplyResult } from '../apply/applier';
import { applyAll } from '../apply/apply-all';
import { deleteJob } from '../apply/delete-job';
import type { Session } from '../core/session';
import { ApiError, ConnectionError } from '../kube/errors';
import type { Job } from '../kube/objects';
import { changesBetween } from '../plan/changes';
import type { RunOptions } from '../plan/decision';
import { JobPlan, jobPlans } from '../plan/job-plans';
import type { Limiter } from '../runtime/limiter';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { TrackedJob } from '../track/tracked-job';

export interface JobStartListener {
  onRejected(manifest: Manifest, error: ApiError): void;
  /** @param result undefined if nothing was applied */
  onStarted(manifest: JobManifest, job: TrackedJob, result?: ApplyResult): void;
}

/**
 * Starts those Jobs that are to run, and finds those that have. If the server would refuse one, none is started. If one must not start while an earlier run
 * of it is active, that is waited for first.
 */
export async function startJobs(
  session: Session,
  applier: Applier,
  requests: Limiter,
  manifests: readonly JobManifest[],
  options: RunOptions & Pick<TrackOptions, 'onStuck'>,
  listener: JobStartListener,
): Promise<void> {
  let refusals = 0;
  const refused = (manifest: Manifest, error: ApiError) => {
    refusals++;
    listener.onRejected(manifest, error);
  };
  for (;;) {
    const plans = await jobPlans(session, applier, requests, manifests, options, refused);
    for (const { manifest, decision, dryRun } of plans) {
      if (decision.type === 'reject') {
        refused(manifest, new ApiError(409, { message: decision.reason }));
      }
      if (decision.type === 'keep' && dryRun.kind === 'merged' && dryRun.conflict) {
        refused(manifest, dryRun.conflict);
      }
    }
    if (refusals > 0) return;
    const active = plans.flatMap(({ object, decision }) =>
      decision.type === 'run' ? decision.waitsFor.map((run) => ({ object, run })) : [],
    );
    if (active.length === 0) {
      const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
      await applyAll(
        requests,
        manifests,
        (manifest) => start(session, applier, byManifest.get(manifest)!, listener),
        refused,
      );
      return;
    }
    for (const { object, run } of active) {
      session.emit({ type: 'waiting', object, run: run.metadata.name });
    }
    await waitForActiveRuns(
      session,
      active.map(({ run }) => run),
      options,
    );
  }
}

/** Waits until runs have ended. One that cannot start has done nothing and never will, so it makes room. */
async function waitForActiveRuns(
  session: Session,
  runs: readonly Job[],
  { onStuck }: Pick<TrackOptions, 'onStuck'>,
): Promise<void> {
  const jobs = runs.map((run) => new TrackedJob(run));
  await track(session, jobs, { onStuck, logs: 'none' });
  for (const [i, { verdict }] of jobs.entries()) {
    if (verdict?.outcome === 'stuck') await deleteJob(session, runs[i]);
    // Out of sight is not ended: nothing may start beside it.
    if (verdict?.outcome === 'unknown') throw new ConnectionError(verdict.message!, undefined);
  }
  session.signal.throwIfAborted();
}

async function start(
  session: Session,
  applier: Applier,
  plan: JobPlan,
  { onStarted: started }: JobStartListener,
): Promise<void> {
  const { manifest, object, dryRun, decision } = plan;
  const tell = ({ job, result }: StartedJob) => started(manifest, job, result);
  switch (decision.type) {
    case 'skip':
      return started(
        manifest,
        new TrackedJob(decision.run, undefined, { outcome: 'skipped', message: decision.reason }),
      );
    case 'keep': {
      const unchanged =
        dryRun.kind === 'merged' && changesBetween(dryRun.live, dryRun.result).length === 0;
      return tell(
        await resumeJob(
          session,
          applier,
          manifest,
          unchanged ? 'unchanged' : 'configured',
          decision.run,
        ),
      );
    }
    case 'run': {
      for (const run of decision.deletes) await deleteJob(session, run);
      const replaced = decision.deletes.some(({ metadata: { name } }) => name === object.name);
      return tell(await startJob(session, applier, manifest, replaced ? 'replaced' : 'created'));
    }
    default:
      throw new Error(`nothing starts where the decision is to ${decision.type}`);
  }
}
