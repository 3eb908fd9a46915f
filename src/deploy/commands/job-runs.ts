import type { StartedJob } from './apply-job';
import { startJob } from './start-job';
import type { JobManifest, Manifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { deleteJob } from '../apply/delete-job';
import { sendAll, SendResult } from '../apply/send-all';
import type { AppliedObject, Rejection } from '../core/report';
import type { Session } from '../core/session';
import { ConnectionError } from '../kube/errors';
import type { Job } from '../kube/objects';
import type { RunDecision, RunOptions } from '../plan/decision';
import { JobPlan, jobPlans } from '../plan/job-plans';
import { jobRejections } from '../plan/job-rejections';
import { NotStartedJob } from '../track/not-started-job';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { TrackedJob } from '../track/tracked-job';
import { watchingEvent } from '../track/watching-event';

/** The plan of a Job that starts a new run. */
interface RunPlan extends JobPlan {
  readonly decision: RunDecision;
}

/**
 * Runs the Jobs of a deploy. All new runs start together: after the active runs that they wait for
 * have ended, and after the runs that they replace are gone. So nothing starts unobserved while a
 * deletion hangs. Existing runs are followed meanwhile.
 */
export class JobRuns {
  public readonly rejections: Rejection[] = [];
  private readonly started = new Map<JobManifest, StartedJob>();
  /** The new runs that no request has been sent for. */
  private readonly pending = new Map<JobManifest, NotStartedJob>();
  /** The earlier runs that delay the new ones, as they were last seen, by uid. */
  private readonly delays = new Map<string, Job>();

  public constructor(
    private readonly session: Session,
    private readonly applier: Applier,
    private readonly manifests: readonly JobManifest[],
    private readonly options: RunOptions & TrackOptions,
  ) {}

  /** The Jobs once the API server has accepted all in a dry run, in the order of the manifests. */
  public get jobs(): (TrackedJob | NotStartedJob)[] {
    return this.manifests.flatMap(
      (manifest) => this.started.get(manifest)?.job ?? this.pending.get(manifest) ?? [],
    );
  }

  /** The Jobs that exist. */
  public get tracked(): TrackedJob[] {
    return [...this.started.values()].map(({ job }) => job);
  }

  /** Returns what was applied for a manifest. */
  public appliedOf(manifest: Manifest): AppliedObject | undefined {
    return this.started.get(manifest as JobManifest)?.applied;
  }

  /**
   * Starts the Jobs that are to run, finds the runs of the others, and follows all until each has
   * a verdict. If one of them would be rejected, none is started.
   * @throws ApiError, ConnectionError, the reason of the session's signal
   */
  public async run(): Promise<void> {
    const plans = await this.plan(this.manifests);
    if (plans === undefined) return;
    const runs = plans.filter(startsRun);
    for (const { manifest, object } of runs) {
      this.pending.set(manifest, new NotStartedJob(object, this.delays));
    }
    const mustWait = runs.some(
      ({ decision: { waitsFor, deletes } }) => waitsFor.length > 0 || deletes.length > 0,
    );
    if (!mustWait) return this.follow(plans);
    const existing = plans.filter((plan) => !startsRun(plan));
    const results = await Promise.allSettled([this.follow(existing), this.followLater(runs)]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** @returns undefined, with the rejections, if a Job would be rejected */
  private async plan(manifests: readonly JobManifest[]): Promise<readonly JobPlan[] | undefined> {
    const planned = await jobPlans(this.session, this.applier, manifests, this.options);
    const rejections = jobRejections(this.applier, planned);
    this.rejections.push(...rejections);
    return rejections.length > 0 ? undefined : planned.plans;
  }

  /** Follows new runs when all that precedes them is over. */
  private async followLater(runs: readonly RunPlan[]): Promise<void> {
    const manifests = runs.map(({ manifest }) => manifest);
    let plans: readonly JobPlan[] | undefined = runs;
    while (await this.waitForActiveRuns(plans.filter(startsRun))) {
      plans = await this.plan(manifests);
      if (plans === undefined) return;
    }
    if (await this.deleteRuns(plans.filter(startsRun))) await this.follow(plans);
  }

  /**
   * Waits until active runs have ended. One that cannot start never will, so it is deleted.
   * @returns whether there were any
   */
  private async waitForActiveRuns(plans: readonly RunPlan[]): Promise<boolean> {
    const { session, options } = this;
    const active = plans.flatMap(({ object, decision }) =>
      decision.waitsFor.map((run) => ({ object, run })),
    );
    if (active.length === 0) return false;
    for (const { object, run } of active) {
      session.emit({ type: 'waiting', object, run: run.metadata.name });
      this.delays.set(run.metadata.uid, run);
    }
    const jobs = active.map(({ run }) => new TrackedJob(run));
    await track(session, jobs, { onStuck: options.onStuck, logs: 'none' });
    for (const [i, { verdict }] of jobs.entries()) {
      if (verdict?.outcome === 'stuck') await this.delete(active[i].run);
      // A run whose outcome is unknown may still be active: nothing may start beside it.
      if (verdict?.outcome === 'unknown') throw new ConnectionError(verdict.message!);
    }
    session.signal.throwIfAborted();
    this.delays.clear();
    return true;
  }

  /** Deletes the runs that new runs replace. @returns whether all could be deleted */
  private async deleteRuns(plans: readonly RunPlan[]): Promise<boolean> {
    const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
    const result = await sendAll([...byManifest.keys()], async (manifest) => {
      for (const run of byManifest.get(manifest)!.decision.deletes) await this.delete(run);
    });
    return this.allAccepted(result);
  }

  private async delete(run: Job): Promise<void> {
    const { uid } = run.metadata;
    await deleteJob(this.session, run, (live) => this.delays.set(uid, live));
    this.delays.delete(uid);
  }

  private async follow(plans: readonly JobPlan[]): Promise<void> {
    const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
    const result = await sendAll([...byManifest.keys()], async (manifest) => {
      this.pending.delete(manifest);
      const start = await startJob(this.session, this.applier, byManifest.get(manifest)!);
      this.started.set(manifest, start);
    });
    if (!this.allAccepted(result)) return;
    const jobs = plans.map(({ manifest }) => this.started.get(manifest)!.job);
    this.session.emit(watchingEvent(jobs));
    await track(this.session, jobs, this.options);
  }

  /** @throws the error after which nothing more was sent */
  private allAccepted({
    rejected,
    failure,
  }: Omit<SendResult<JobManifest, void>, 'accepted'>): boolean {
    for (const { manifest } of rejected) this.pending.delete(manifest);
    this.rejections.push(...jobRejections(this.applier, { plans: [], rejected }));
    if (failure !== undefined) throw failure.error;
    return rejected.length === 0;
  }
}

function startsRun(plan: JobPlan): plan is RunPlan {
  return plan.decision.type === 'run';
}
