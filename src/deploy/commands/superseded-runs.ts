import { ID_LABEL } from '../../kubernetes/metadata-keys';
import { FIELD_MANAGER } from '../kube/apply-request';
import type { Job } from '../kube/objects';
import { newestFirst } from '../plan/runs';
import { jobVerdict } from '../verdict/job-verdict';

/** How many superseded runs of each Job are kept, the newest ones. */
export interface KeepOptions {
  /** How many of those that succeeded. @default 3 */
  readonly keepSucceeded?: number;
  /** How many of those that failed. @default 1 */
  readonly keepFailed?: number;
}

/** A Job with the owners of its fields. */
export type OwnedJob = Job & {
  readonly metadata: {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
};

/**
 * Returns the runs that a newer run of the same Job has superseded and that are not kept, from the
 * newest to the oldest. Never the newest run of a Job, an active one, one of a CronJob (which has
 * history limits), or one that a deploy of this library has not applied.
 */
export function supersededRuns(
  jobs: readonly OwnedJob[],
  { keepSucceeded = 3, keepFailed = 1 }: KeepOptions,
): Job[] {
  const runs = new Map<string, OwnedJob[]>();
  for (const job of [...jobs].sort(newestFirst)) {
    const { namespace, labels, ownerReferences } = job.metadata;
    const id = labels?.[ID_LABEL];
    if (id === undefined || ownerReferences?.some(({ controller }) => controller)) continue;
    const key = `${namespace}/${id}`;
    runs.set(key, [...(runs.get(key) ?? []), job]);
  }
  return [...runs.values()].flatMap(([, ...older]) => {
    const ended = (outcome: string) =>
      older.filter((job) => jobVerdict(job)?.outcome === outcome && isApplied(job));
    return [...ended('succeeded').slice(keepSucceeded), ...ended('failed').slice(keepFailed)];
  });
}

function isApplied({ metadata: { managedFields = [] } }: OwnedJob): boolean {
  return managedFields.some(
    ({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply',
  );
}
