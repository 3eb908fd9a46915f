import { Failure, failureOf } from './failure';
import { runOperation } from './run-operation';
import { KeepOptions, OwnedJob, supersededRuns } from './superseded-runs';
import { ID_LABEL } from '../../kubernetes/metadata-keys';
import { jobRef, OperationOutcome, Rejection } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { ApiError } from '../kube/errors';
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
  /** What was deleted, or, in a dry run, would be. */
  readonly deleted: readonly DeletedRun[];
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
    (failure) => reportOf([], [], failure),
  );
}

async function deleteSuperseded(session: Session, options: CleanupOptions): Promise<CleanupReport> {
  const { client, namespace, signal } = session;
  const selector = options.selector === undefined ? ID_LABEL : `${ID_LABEL},${options.selector}`;
  const deleted: DeletedRun[] = [];
  const errors: Rejection[] = [];
  try {
    const whole = (job: OwnedJob) => job; // with managedFields
    const jobs = await listJobs(client, namespace, selector, signal, whole);
    for (const job of supersededRuns(jobs, options)) {
      try {
        if (!options.dryRun) await requestDeletion(client, job.metadata, 'Background', signal);
        deleted.push(deletedRun(job));
      } catch (error) {
        if (!(error instanceof ApiError) || error.code === 401) throw error;
        const object = jobRef(namespace, job.metadata.name);
        errors.push({ object, message: error.message, source: null });
      }
    }
    return reportOf(deleted, errors);
  } catch (error) {
    return reportOf(deleted, errors, failureOf(error, signal));
  }
}

function deletedRun(job: Job): DeletedRun {
  const { namespace, name, labels } = job.metadata;
  const outcome = jobVerdict(job)!.outcome as DeletedRun['outcome'];
  return { namespace: namespace!, name, id: labels![ID_LABEL], outcome };
}

function reportOf(
  deleted: readonly DeletedRun[],
  errors: readonly Rejection[],
  failure?: Failure,
): CleanupReport {
  return {
    schemaVersion: 1,
    outcome: failure?.outcome ?? (errors.length > 0 ? 'rejected' : 'succeeded'),
    deleted,
    errors:
      failure === undefined
        ? errors
        : [...errors, { object: null, message: failure.message, source: null }],
  };
}
