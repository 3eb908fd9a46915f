import { Failure, failureOf } from './failure';
import { unusedItems } from './items-config-maps';
import { runOperation } from './run-operation';
import { KeepOptions, OwnedJob, supersededRuns } from './superseded-runs';
import { ID_LABEL } from '../../kubernetes/metadata-keys';
import { jobRef, ObjectRef, OperationOutcome, Rejection } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { ApiError, unlessNotFound } from '../kube/errors';
import { listJobs, requestDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { jobVerdict } from '../verdict/job-verdict';

/** Options of `cleanup`. */
export interface CleanupOptions extends SessionOptions, KeepOptions {
  /** A label selector for the Jobs to consider, as in `kubectl -l`. @default all */
  readonly selector?: string;
  /** Whether to report what would be deleted, and to delete nothing. @default false */
  readonly dryRun?: boolean;
}

/** A run that a newer run of its Job has superseded. */
export interface DeletedRun {
  /** Namespace of the run. */
  readonly namespace: string;
  /** Name of the run. */
  readonly name: string;
  /** The label `cdk8s-jobs/id`, which all runs of the Job share. */
  readonly id: string;
  /** How the run ended. */
  readonly outcome: 'succeeded' | 'failed';
}

/** What was deleted. Also the JSON document of `cleanup -o json`. */
export interface CleanupReport {
  /** Version of this document. Within a version, fields are only added. */
  readonly schemaVersion: 1;
  /** How the cleanup ended: `succeeded` if nothing is in `errors`. */
  readonly outcome: OperationOutcome;
  /** The context of the kubeconfig; null inside of a Pod, with a transport, or if unknown. */
  readonly context: string | null;
  /** The namespace; null if the cleanup ended before it was known. */
  readonly namespace: string | null;
  /** What was deleted, or, in a dry run, would be. */
  readonly deleted: readonly DeletedRun[];
  /** Names of the ConfigMaps with items of the deleted runs, which were deleted with them. */
  readonly deletedConfigMaps: readonly string[];
  /** What could not be deleted, and why the cleanup ended early. */
  readonly errors: readonly Rejection[];
}

/**
 * Deletes finished runs that a newer run of the same Job has superseded, with their Pods, except
 * for the newest few. Never deletes the newest run of a Job, an active one, one of a CronJob, or
 * one that a deploy of this library has not applied.
 * @throws InputError if an option is not valid; AccessError if the kubeconfig or the credentials do
 * not lead to a cluster. See docs/deploy.md, "Errors"
 */
export async function cleanup(options: CleanupOptions = {}): Promise<CleanupReport> {
  return runOperation(
    options,
    (session) => deleteSuperseded(session, options),
    (failure) => reportOf({}, [], [], [], failure),
  );
}

async function deleteSuperseded(session: Session, options: CleanupOptions): Promise<CleanupReport> {
  const { client, namespace, signal } = session;
  const { selector } = options;
  const deleted: Job[] = [];
  const configMaps: string[] = [];
  const errors: Rejection[] = [];
  const unlessRejected = async (object: ObjectRef, request: () => Promise<unknown>) => {
    try {
      if (!options.dryRun) await request();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 401) throw error;
      errors.push({ object, message: error.message, source: null });
      return false;
    }
  };
  const report = (failure?: Failure) =>
    reportOf(session, deleted.map(deletedRun), configMaps, errors, failure);
  try {
    const whole = (job: OwnedJob) => job; // with managedFields
    const jobs = await listJobs(client, namespace, undefined, signal, whole);
    const selected =
      selector === undefined ? jobs : await listJobs(client, namespace, selector, signal, whole);
    for (const job of supersededRuns(selected, options)) {
      const request = () => requestDeletion(client, job.metadata, 'Background', signal);
      if (await unlessRejected(jobRef(namespace, job.metadata.name), request)) deleted.push(job);
    }
    for (const name of unusedItems(deleted, jobs)) {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
      if (await unlessRejected(object, () => deleteConfigMap(session, name))) configMaps.push(name);
    }
    return report();
  } catch (error) {
    return report(failureOf(error, signal));
  }
}

function deleteConfigMap({ client, namespace, signal }: Session, name: string): Promise<unknown> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${encodeURIComponent(name)}`;
  return unlessNotFound(client.json({ method: 'DELETE', path, repeatable: true, signal }));
}

function deletedRun(job: Job): DeletedRun {
  const { namespace, name, labels } = job.metadata;
  const outcome = jobVerdict(job)!.outcome as DeletedRun['outcome'];
  return { namespace: namespace!, name, id: labels![ID_LABEL], outcome };
}

function reportOf(
  { context, namespace }: Partial<Session>,
  deleted: readonly DeletedRun[],
  deletedConfigMaps: readonly string[],
  errors: readonly Rejection[],
  failure?: Failure,
): CleanupReport {
  return {
    schemaVersion: 1,
    outcome: failure?.outcome ?? (errors.length > 0 ? 'rejected' : 'succeeded'),
    context: context ?? null,
    namespace: namespace ?? null,
    deleted,
    deletedConfigMaps,
    errors:
      failure === undefined
        ? errors
        : [...errors, { object: null, message: failure.message, source: null }],
  };
}
