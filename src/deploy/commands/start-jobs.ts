import { applyExistingJob, applyNewJob, StartedJob } from './apply-job';
import type { JobManifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { deleteJob } from '../apply/delete-job';
import { rejection, rejectionOf } from '../apply/error-message';
import { sendAll, SendResult } from '../apply/send-all';
import type { Rejection } from '../core/report';
import type { Session } from '../core/session';
import { ConnectionError } from '../kube/errors';
import type { Job } from '../kube/objects';
import { changesBetween } from '../plan/changes';
import type { RunOptions } from '../plan/decision';
import { JobPlan, JobPlans, jobPlans } from '../plan/job-plans';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { TrackedJob } from '../track/tracked-job';

/** The Jobs that were started or found, both lists in the order of the manifests. */
export interface StartResult {
  readonly started: readonly StartedJob[];
  readonly rejections: readonly Rejection[];
  /** The error after which no more Jobs were started. @default none */
  readonly failure?: SendResult<JobManifest, StartedJob>['failure'];
}

type StartOptions = RunOptions & Pick<TrackOptions, 'onStuck'>;

/**
 * Starts the Jobs that are to run, and finds the runs of the others. If one of them would be
 * rejected, none is started. If one must wait for an active run, all wait.
 * @throws ApiError, ConnectionError or the signal's reason before any Job was started
 */
export async function startJobs(
  session: Session,
  applier: Applier,
  manifests: readonly JobManifest[],
  options: StartOptions,
): Promise<StartResult> {
  for (;;) {
    const planned = await jobPlans(session, applier, manifests, options);
    const rejections = rejectionsIn(applier, planned);
    if (rejections.length > 0) return { started: [], rejections };
    const active = planned.plans.flatMap(({ object, decision }) =>
      decision.type === 'run' ? decision.waitsFor.map((run) => ({ object, run })) : [],
    );
    if (active.length === 0) return startAll(session, applier, planned.plans);
    for (const { object, run } of active) {
      session.emit({ type: 'waiting', object, run: run.metadata.name });
    }
    const runs = active.map(({ run }) => run);
    await waitForActiveRuns(session, runs, options);
  }
}

function rejectionsIn(applier: Applier, { plans, rejected }: JobPlans): Rejection[] {
  const byServer = rejected.map(({ manifest, error }) =>
    rejectionOf(applier.refOf(manifest), manifest, error),
  );
  const byDecision = plans.flatMap(({ manifest, decision, dryRun }) => {
    const object = applier.refOf(manifest);
    if (decision.type === 'reject') return rejection(object, manifest, decision.reason);
    return decision.type === 'keep' && dryRun.kind === 'merged' && dryRun.conflict !== undefined
      ? rejectionOf(object, manifest, dryRun.conflict)
      : [];
  });
  return [...byServer, ...byDecision];
}

async function startAll(
  session: Session,
  applier: Applier,
  plans: readonly JobPlan[],
): Promise<StartResult> {
  const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
  const { accepted, rejected, failure } = await sendAll([...byManifest.keys()], (manifest) =>
    start(session, applier, byManifest.get(manifest)!),
  );
  const rejections = rejectionsIn(applier, { plans: [], rejected });
  return { started: accepted, rejections, failure };
}

/** Waits until runs have ended. One that cannot start never will, so it is deleted. */
async function waitForActiveRuns(
  session: Session,
  runs: readonly Job[],
  { onStuck }: Pick<TrackOptions, 'onStuck'>,
): Promise<void> {
  const jobs = runs.map((run) => new TrackedJob(run));
  await track(session, jobs, { onStuck, logs: 'none' });
  for (const [i, { verdict }] of jobs.entries()) {
    if (verdict?.outcome === 'stuck') await deleteJob(session, runs[i]);
    // A run whose outcome is unknown may still be active: nothing may start beside it.
    if (verdict?.outcome === 'unknown') throw new ConnectionError(verdict.message!);
  }
  session.signal.throwIfAborted();
}

async function start(
  session: Session,
  applier: Applier,
  { manifest, object, dryRun, decision }: JobPlan,
): Promise<StartedJob> {
  switch (decision.type) {
    case 'skip': {
      const { run, reason: message } = decision;
      return { manifest, job: new TrackedJob(run, undefined, { outcome: 'skipped', message }) };
    }
    case 'keep': {
      const isUnchanged =
        dryRun.kind === 'merged' && changesBetween(dryRun.live, dryRun.result).length === 0;
      const action = isUnchanged ? 'unchanged' : 'configured';
      return applyExistingJob(session, applier, manifest, action, decision.run);
    }
    case 'run': {
      for (const run of decision.deletes) await deleteJob(session, run);
      const replaces = decision.deletes.some(({ metadata: { name } }) => name === object.name);
      return applyNewJob(session, applier, manifest, replaces ? 'replaced' : 'created');
    }
    default:
      throw new Error(`a Job does not start when the decision is to ${decision.type}`);
  }
}
