import { applyNewJob, StartedJob } from './apply-job';
import { CronJob, findCronJob } from './find-cron-job';
import { ReportBuilder, reportOf } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { runOperation } from './run-operation';
import { ContainerOverride, triggeredRun } from './triggered-run';
import { InputError } from '../../manifests/problem';
import { Applier } from '../apply/applier';
import { deleteJob } from '../apply/delete-job';
import { jobRef, Report } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import { listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { NotStartedJob } from '../track/not-started-job';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import type { TrackedJob } from '../track/tracked-job';
import { watchingEvent } from '../track/watching-event';
import { jobVerdict } from '../verdict/job-verdict';

/** Options of `trigger`. */
export interface TriggerOptions extends SessionOptions, TrackOptions, ContainerOverride {}

/**
 * Creates the Job that a CronJob would create at its next time, and waits for it. The Job belongs
 * to the CronJob, so that its history limits and its concurrency policy apply. Works on suspended
 * CronJobs.
 * @param cronJob name of the CronJob, also without the hash of cdk8s at its end or a prefix such as
 * the name of its chart. `cronjob/NAME` is the same
 * @throws InputError if the name or an option is not valid; AccessError if the kubeconfig or the
 * credentials do not lead to a cluster. See docs/deploy.md, "Errors"
 */
export async function trigger(cronJob: string, options: TriggerOptions = {}): Promise<Report> {
  if (typeof cronJob !== 'string' || cronJob === '') {
    throw new InputError([{ message: 'trigger needs the name of a CronJob' }]);
  }
  const { container, env, command } = options;
  if (container !== undefined && env === undefined && command === undefined) {
    throw new InputError([{ message: 'a container is only named to override its env or command' }]);
  }
  const name = cronJob.replace(/^(cj|cronjobs?)(\.batch)?\//, '');
  return runOperation(
    options,
    (session) => new Trigger(session, name, options).run(),
    ({ outcome }) => reportOf(outcome),
  );
}

class Trigger {
  private started?: StartedJob;
  /** The Job that waits for the deletion of active runs. */
  private notStarted?: NotStartedJob;
  private readonly report: ReportBuilder;

  public constructor(
    private readonly session: Session,
    private readonly name: string,
    private readonly options: TriggerOptions,
  ) {
    this.report = new ReportBuilder(session, () => ({
      jobs: this.jobs,
      applied: this.started?.applied === undefined ? [] : [this.started.applied],
    }));
  }

  /** The Job, unless it was rejected. */
  private get jobs(): readonly (TrackedJob | NotStartedJob)[] {
    if (this.started !== undefined) return [this.started.job];
    return this.session.signal.aborted && this.notStarted !== undefined ? [this.notStarted] : [];
  }

  public run(): Promise<Report> {
    return this.report.run(async () => {
      try {
        this.started = await this.start();
        if (this.started === undefined) return 'rejected';
        this.session.emit(watchingEvent([this.started.job]));
        await track(this.session, [this.started.job], this.options);
        return undefined;
      } finally {
        await restoreTtls(this.session, this.started === undefined ? [] : [this.started.job]);
      }
    });
  }

  /** Creates the Job. @returns undefined, with an error in the report, if that is not possible */
  private async start(): Promise<StartedJob | undefined> {
    const { client, clock, namespace } = this.session;
    const cronJob = await findCronJob(this.session, this.name);
    if (typeof cronJob === 'string') {
      this.report.reject(cronJob);
      return undefined;
    }
    const manifest = triggeredRun(cronJob, this.options);
    if (typeof manifest === 'string') return this.reject(cronJob, manifest);
    const { concurrencyPolicy } = cronJob.spec;
    const active = await this.activeRunsOf(cronJob);
    if (active.length > 0 && concurrencyPolicy === 'Forbid') {
      const names = active.map(({ metadata }) => metadata.name).join(', ');
      return this.reject(cronJob, `its concurrencyPolicy is Forbid, and ${names} is still active`);
    }
    if (concurrencyPolicy === 'Replace') await this.deleteRuns(active, manifest.metadata.name);
    const applier = new Applier(client, new Discovery(client, clock), namespace);
    return applyNewJob(this.session, applier, manifest, 'created');
  }

  private reject({ metadata: { name } }: CronJob, message: string): undefined {
    const { namespace } = this.session;
    const object = { apiVersion: 'batch/v1', kind: 'CronJob', namespace, name };
    this.report.errors.push({ object, message, source: null });
  }

  /** Deletes the active runs that the Job replaces. */
  private async deleteRuns(runs: readonly Job[], name: string): Promise<void> {
    const delays = new Map<string, Job>();
    this.notStarted = new NotStartedJob(jobRef(this.session.namespace, name), delays);
    for (const run of runs) {
      const { uid } = run.metadata;
      await deleteJob(this.session, run, (live) => delays.set(uid, live));
      delays.delete(uid);
    }
    this.notStarted = undefined;
  }

  private async activeRunsOf({ metadata: { uid } }: CronJob): Promise<Job[]> {
    const { client, namespace, signal } = this.session;
    const jobs = await listJobs(client, namespace, undefined, signal);
    return jobs.filter(
      (job) =>
        jobVerdict(job) === undefined &&
        job.metadata.ownerReferences?.some((owner) => owner.uid === uid),
    );
  }
}
