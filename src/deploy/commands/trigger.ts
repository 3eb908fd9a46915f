import { randomBytes } from 'node:crypto';
import { ReportBuilder } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { startJob } from './start-job';
import { JsonObject, objectIn } from '../../kubernetes/json';
import type { JobManifest } from '../../kubernetes/manifest';
import { Applier, emitApplied, unlessMissing } from '../apply/applier';
import { deleteJob } from '../apply/delete-job';
import type { AppliedObject, ObjectRef, Report } from '../core/report';
import { inSession, Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import { listJobs } from '../kube/jobs';
import type { Job, KubeObject } from '../kube/objects';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import type { TrackedJob } from '../track/tracked-job';
import { jobVerdict } from '../verdict/job-verdict';

export interface TriggerOptions extends SessionOptions, TrackOptions {}

/** How much the controller adds to the name of a CronJob, whose length it allows for. */
const SUFFIX = 10;

interface CronJob extends KubeObject {
  readonly spec: { readonly concurrencyPolicy?: string; readonly jobTemplate: JsonObject };
}

/**
 * Runs a CronJob now, as its controller would at the next time, and follows the Job: the Job belongs to the CronJob, so that its history limits
 * hold, and its concurrency policy holds too. That it is suspended keeps nobody from running it by hand.
 * @throws AccessError if the kubeconfig does not lead to a cluster.
 */
export async function trigger(cronJob: string, options: TriggerOptions = {}): Promise<Report> {
  return inSession(options, (session) =>
    new Trigger(session, cronJob.replace(/^(cj|cronjobs?)(\.batch)?\//, ''), options).run(),
  );
}

class Trigger {
  private job?: TrackedJob;
  private applied?: AppliedObject;
  private readonly journal: ReportBuilder;
  private readonly applier: Applier;

  public constructor(
    private readonly session: Session,
    private readonly name: string,
    private readonly options: TriggerOptions,
  ) {
    const known = <T>(value: T | undefined) => (value === undefined ? [] : [value]);
    this.journal = new ReportBuilder(
      session,
      () => known(this.job),
      () => known(this.applied),
    );
    this.applier = new Applier(
      session.client,
      new Discovery(session.client, session.clock),
      session.namespace,
    );
  }

  public run(): Promise<Report> {
    return this.journal.run(async () => {
      try {
        if (!(await this.makeJob())) return 'rejected';
        await track(this.session, [this.job!], this.options);
        return undefined;
      } finally {
        await restoreTtls(this.session, this.job === undefined ? [] : [this.job]);
      }
    });
  }

  private get ref(): ObjectRef {
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      namespace: this.session.namespace,
      name: this.name,
    };
  }

  /** @returns whether there is one */
  private async makeJob(): Promise<boolean> {
    const { client, namespace, signal } = this.session;
    const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${encodeURIComponent(this.name)}`;
    const cronJob = (await unlessMissing(client.json<CronJob>({ method: 'GET', path, signal })))
      ?.body;
    if (cronJob === undefined) {
      this.journal.reject(null, `there is no CronJob ${this.name} in namespace ${namespace}`);
      return false;
    }
    const active = await this.activeRunsOf(cronJob);
    if (active.length > 0 && cronJob.spec.concurrencyPolicy === 'Forbid') {
      this.journal.reject(
        this.ref,
        `its concurrencyPolicy is Forbid, and ${active.map(({ metadata }) => metadata.name).join(', ')} is still active`,
      );
      return false;
    }
    if (cronJob.spec.concurrencyPolicy === 'Replace') {
      for (const run of active) await deleteJob(this.session, run);
    }
    const { job, result } = await startJob(this.session, this.applier, runOf(cronJob), 'created');
    this.job = job;
    this.applied = emitApplied(this.session, result);
    return true;
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

/** The Job that the controller would make, told apart by the annotation that kubectl sets too. */
function runOf({
  metadata: { name, namespace, uid },
  spec: { jobTemplate },
}: CronJob): JobManifest {
  const { labels, annotations } = objectIn(jobTemplate.metadata);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${randomBytes(SUFFIX / 2).toString('hex')}`,
      namespace,
      ...(labels !== undefined && { labels: objectIn(labels) as Record<string, string> }),
      annotations: {
        ...(objectIn(annotations) as Record<string, string>),
        'cronjob.kubernetes.io/instantiate': 'manual',
      },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: jobTemplate.spec as unknown as JobManifest['spec'],
  };
}
