import { ID_LABEL } from '../../kubernetes/metadata-keys';
import { unlessMissing } from '../apply/applier';
import { jobRef, Rejection } from '../core/report';
import { inSession, SessionOptions } from '../core/session';
import { FIELD_MANAGER } from '../kube/apply-request';
import { ApiError } from '../kube/errors';
import { jobDeletion, jobPath, listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { newestFirst } from '../plan/runs';
import { jobVerdict } from '../verdict/job-verdict';

export interface CleanupOptions extends SessionOptions {
  /** How many superseded runs of each Job that succeeded are kept, the newest. @default 3 */
  readonly keepSucceeded?: number;
  /** How many superseded runs of each Job that failed are kept, the newest. @default 1 */
  readonly keepFailed?: number;
  /** Only Jobs with these labels. @default all */
  readonly selector?: string;
  /** Says what would be deleted, and deletes nothing. @default false */
  readonly dryRun?: boolean;
}

/** A run that a later one has superseded. */
export interface DeletedRun {
  /** Where it is. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** What is the same for all its runs: the label `cdk8s-jobs/id`. */
  readonly id: string;
  /** How it had ended. */
  readonly outcome: 'succeeded' | 'failed';
}

/** What was deleted. Also the JSON document of `prune -o json`. */
export interface CleanupReport {
  /** Another one means other fields. */
  readonly schemaVersion: 1;
  /** What was deleted, or would be. */
  readonly deleted: readonly DeletedRun[];
  /** What could not be. */
  readonly errors: readonly Rejection[];
}

/** A Job as it is listed, with who owns its fields. */
type OwnedJob = Job & {
  readonly metadata: {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
};

/**
 * Deletes runs that have ended and that a later run has superseded, with their Pods, but for the newest few. The newest run of a Job is never deleted,
 * nor one that is active, nor one that this library's deploy has not applied.
 * @throws AccessError if the kubeconfig does not lead to a cluster; ApiError, ConnectionError
 */
export async function cleanup(options: CleanupOptions = {}): Promise<CleanupReport> {
  return inSession(options, async ({ client, namespace, signal }) => {
    const selector = options.selector === undefined ? ID_LABEL : `${ID_LABEL},${options.selector}`;
    const errors: Rejection[] = [];
    const deleted: DeletedRun[] = [];
    for (const job of superseded(
      await listJobs<OwnedJob>(client, namespace, selector, signal, (whole) => whole),
      options,
    )) {
      const { name, uid, labels } = job.metadata;
      try {
        if (!options.dryRun) {
          await unlessMissing(
            client.json({ ...jobDeletion(jobPath(namespace, name), uid, 'Background'), signal }),
          );
        }
        deleted.push({
          namespace,
          name,
          id: labels![ID_LABEL],
          outcome: jobVerdict(job)!.outcome as DeletedRun['outcome'],
        });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code === 401) throw error;
        errors.push({ object: jobRef(namespace, name), message: error.message, source: null });
      }
    }
    return { schemaVersion: 1, deleted, errors };
  });
}

/** The runs of which nobody needs more, from the newest to the oldest. */
export function superseded(
  jobs: readonly OwnedJob[],
  { keepSucceeded = 3, keepFailed = 1 }: Pick<CleanupOptions, 'keepSucceeded' | 'keepFailed'>,
): Job[] {
  const runs = new Map<string, Job[]>();
  for (const job of [...jobs].sort(newestFirst)) {
    const { namespace, labels, ownerReferences } = job.metadata;
    const id = labels?.[ID_LABEL];
    if (id === undefined || ownerReferences?.some(({ controller }) => controller)) continue; // those of a CronJob have limits of their own
    const key = `${namespace}/${id}`;
    runs.set(key, [...(runs.get(key) ?? []), job]);
  }
  return [...runs.values()].flatMap(([, ...older]) => {
    const ended = (outcome: string) =>
      older.filter((job) => jobVerdict(job)?.outcome === outcome && isOurs(job));
    return [...ended('succeeded').slice(keepSucceeded), ...ended('failed').slice(keepFailed)];
  });
}

function isOurs({ metadata: { managedFields = [] } }: OwnedJob): boolean {
  return managedFields.some(
    ({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply',
  );
}
