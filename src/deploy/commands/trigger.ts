import { randomBytes } from 'node:crypto';
import { applyNewJob, StartedJob } from './apply-job';
import { ReportBuilder, reportOf } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { runOperation } from './run-operation';
import { JsonObject, objectIn } from '../../kubernetes/json';
import type { JobManifest } from '../../kubernetes/manifest';
import { InputError } from '../../manifests/problem';
import { Applier } from '../apply/applier';
import { deleteJob } from '../apply/delete-job';
import type { ObjectRef, Report } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import { unlessNotFound } from '../kube/errors';
import { listJobs } from '../kube/jobs';
import type { Job, KubeObject } from '../kube/objects';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { watchingEvent } from '../track/watching-event';
import { jobVerdict } from '../verdict/job-verdict';

/** Options of `trigger`. */
export interface TriggerOptions extends SessionOptions, TrackOptions {}

/**
 * Length of the random suffix of the Job's name. The API server limits the name of a CronJob to 52
 * characters, so that its controller can append 11 to it.
 */
const SUFFIX_LENGTH = 10;

interface CronJob extends KubeObject {
  readonly spec: { readonly concurrencyPolicy?: string; readonly jobTemplate: JsonObject };
}

/**
 * Creates the Job that a CronJob would create at its next time, and waits for it. The Job belongs
 * to the CronJob, so that its history limits and its concurrency policy apply. Works on suspended
 * CronJobs.
 * @param cronJob name of the CronJob. `cronjob/NAME` is the same
 * @throws InputError if the name or an option is not valid; AccessError if the kubeconfig or the
 * credentials do not lead to a cluster. See docs/deploy.md, "Errors"
 */
export async function trigger(cronJob: string, options: TriggerOptions = {}): Promise<Report> {
  if (typeof cronJob !== 'string' || cronJob === '') {
    throw new InputError([{ message: 'trigger needs the name of a CronJob' }]);
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
  private readonly report: ReportBuilder;

  public constructor(
    private readonly session: Session,
    private readonly name: string,
    private readonly options: TriggerOptions,
  ) {
    this.report = new ReportBuilder(session, () => ({
      jobs: this.started === undefined ? [] : [this.started.job],
      applied: this.started?.applied === undefined ? [] : [this.started.applied],
    }));
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
    const { client, clock, namespace, signal } = this.session;
    const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs/${encodeURIComponent(this.name)}`;
    const answer = await unlessNotFound(client.json<CronJob>({ method: 'GET', path, signal }));
    if (answer === undefined) {
      this.report.reject(`CronJob ${this.name} not found in namespace ${namespace}`);
      return undefined;
    }
    const cronJob = answer.body;
    const { concurrencyPolicy } = cronJob.spec;
    const active = await this.activeRunsOf(cronJob);
    if (active.length > 0 && concurrencyPolicy === 'Forbid') {
      const names = active.map(({ metadata }) => metadata.name).join(', ');
      const message = `its concurrencyPolicy is Forbid, and ${names} is still active`;
      this.report.errors.push({ object: this.ref, message, source: null });
      return undefined;
    }
    if (concurrencyPolicy === 'Replace') {
      for (const run of active) await deleteJob(this.session, run);
    }
    const applier = new Applier(client, new Discovery(client, clock), namespace);
    return applyNewJob(this.session, applier, runOf(cronJob), 'created');
  }

  private get ref(): ObjectRef {
    const { namespace } = this.session;
    return { apiVersion: 'batch/v1', kind: 'CronJob', namespace, name: this.name };
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

/** Returns the Job that the controller would create, with the annotation that kubectl also sets. */
function runOf({ metadata: { name, namespace, uid }, spec }: CronJob): JobManifest {
  const { metadata, spec: jobSpec } = spec.jobTemplate;
  const { labels, annotations } = objectIn(metadata);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${randomBytes(SUFFIX_LENGTH / 2).toString('hex')}`,
      namespace,
      ...(labels !== undefined && { labels: objectIn(labels) as Record<string, string> }),
      annotations: {
        ...(objectIn(annotations) as Record<string, string>),
        'cronjob.kubernetes.io/instantiate': 'manual',
      },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: resumed(objectIn(jobSpec)) as unknown as JobManifest['spec'],
  };
}

/** A run of a template that is suspended would wait until someone resumes it. */
function resumed(spec: JsonObject): JsonObject {
  return spec.suspend === true ? { ...spec, suspend: false } : spec;
}
