import { randomBytes } from 'node:crypto';
import { JsonObject, objectIn } from '../batch/json';
import type { JobManifest } from '../batch/manifest';
import { Applier, unlessMissing } from './apply/applier';
import { remove } from './apply/remove';
import { isKept, keptForNow } from './apply/ttl';
import { giveTtlsBack, JobStart } from './job-starts';
import { Journal } from './journal';
import { Discovery } from './kube/discovery';
import { listJobs } from './kube/jobs';
import type { Job, KubeObject } from './kube/objects';
import { Limiter, REQUESTS } from './limiter';
import type { AppliedObject, ObjectRef, Outcome, Report } from './report';
import { inSession, Session, SessionOptions } from './session';
import { track, TrackOptions } from './track/track';
import { TrackedJob } from './track/tracked-job';
import { jobVerdict } from './verdict/job-verdict';

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
  return inSession(options, (session) => new Trigger(session, cronJob.replace(/^(cj|cronjobs?)(\.batch)?\//, ''), options).run());
}

class Trigger {
  private start?: JobStart;
  private applied?: AppliedObject;
  private readonly journal: Journal;
  private readonly applier: Applier;

  public constructor(private readonly session: Session, private readonly name: string, private readonly options: TriggerOptions) {
    const known = <T>(value: T | undefined) => value === undefined ? [] : [value];
    this.journal = new Journal(session.signal, session.clock, () => known(this.start?.job), () => known(this.applied));
    this.applier = new Applier(session.client, new Discovery(session.client, session.clock), session.namespace);
  }

  public run(): Promise<Report> {
    return this.journal.of(async () => {
      try {
        return await this.makeJob() ? await this.follow() : 'refused';
      } finally {
        await giveTtlsBack(this.session, this.applier, new Limiter(REQUESTS), this.start === undefined ? [] : [this.start]);
      }
    });
  }

  private get ref(): ObjectRef {
    return { apiVersion: 'batch/v1', kind: 'CronJob', namespace: this.session.namespace, name: this.name };
  }

  /** @returns whether there is one */
  private async makeJob(): Promise<boolean> {
    const { client, clock, namespace, signal, emit } = this.session;
    const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${encodeURIComponent(this.name)}`;
    const cronJob = (await unlessMissing(client.json<CronJob>({ method: 'GET', path, signal })))?.body;
    if (cronJob === undefined) {
      this.journal.refused(null, `there is no CronJob ${this.name} in namespace ${namespace}`);
      return false;
    }
    const active = await this.activeRunsOf(cronJob);
    if (active.length > 0 && cronJob.spec.concurrencyPolicy === 'Forbid') {
      this.journal.refused(this.ref, `its concurrencyPolicy is Forbid, and ${active.map(({ metadata }) => metadata.name).join(', ')} is still active`);
      return false;
    }
    if (cronJob.spec.concurrencyPolicy === 'Replace') {
      for (const run of active) await remove(client, clock, run, signal, (message) => emit({ type: 'warning', object: this.ref, message }));
    }
    const manifest = runOf(cronJob);
    const { body: live, warnings } = await this.applier.send(keptForNow(manifest), { signal });
    this.start = { job: new TrackedJob(live as Job, manifest), afterwards: isKept(live) ? manifest : undefined };
    this.applied = { ...this.applier.refOf(manifest), action: 'created' };
    emit({ type: 'applied', object: this.applied });
    for (const message of warnings) emit({ type: 'warning', object: this.applied, message });
    return true;
  }

  private async activeRunsOf({ metadata: { uid } }: CronJob): Promise<Job[]> {
    const { client, namespace, signal } = this.session;
    const jobs = await listJobs(client, namespace, undefined, signal);
    return jobs.filter((job) => jobVerdict(job) === undefined && job.metadata.ownerReferences?.some((owner) => owner.uid === uid));
  }

  private async follow(): Promise<Outcome | undefined> {
    const { client, clock, signal, emit } = this.session;
    await track(client, clock, [this.start!.job], this.options, signal, emit);
    return undefined;
  }
}

/** The Job that the controller would make, told apart by the annotation that kubectl sets too. */
function runOf({ metadata: { name, namespace, uid }, spec: { jobTemplate } }: CronJob): JobManifest {
  const { labels, annotations } = objectIn(jobTemplate.metadata);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${randomBytes(SUFFIX / 2).toString('hex')}`,
      namespace,
      ...labels !== undefined && { labels: objectIn(labels) as Record<string, string> },
      annotations: { ...objectIn(annotations) as Record<string, string>, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: jobTemplate.spec as unknown as JobManifest['spec'],
  };
}
