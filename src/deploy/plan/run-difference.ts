import { Change, changesBetween } from './changes';
import type { RunDecision } from './decision';
import type { DryRunResult } from './dry-run';
import { SPEC_HASH_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import { getJob } from '../kube/jobs';

/** How a new run of a Job differs from the newest earlier run. */
export interface RunDifference {
  readonly changes: readonly Change[];
  /** One if that run cannot be read. */
  readonly warnings: readonly string[];
}

/** The hash only repeats that the content differs. */
const SPEC_HASH = `metadata.annotations[${SPEC_HASH_ANNOTATION}]`;
const NONE: RunDifference = { changes: [], warnings: [] };

/**
 * Compares a new run, as the server would store it, with the newest earlier run, which may have
 * another name. Lists of Jobs are trimmed, so a run of another name is read again.
 * @throws ConnectionError, ApiError (401)
 */
export async function differenceFromNewestRun(
  { client, signal }: Pick<Session, 'client' | 'signal'>,
  { namespace }: ObjectRef,
  dryRun: DryRunResult,
  { newest }: RunDecision,
): Promise<RunDifference> {
  if (newest === undefined) return NONE;
  const { name, uid } = newest.metadata;
  try {
    const run =
      dryRun.kind !== 'new' && dryRun.live.metadata.uid === uid
        ? dryRun.live
        : await getJob(client, namespace!, name, signal);
    if (run?.metadata.uid !== uid) return NONE;
    const changes = changesBetween(run, dryRun.result).filter(({ path }) => path !== SPEC_HASH);
    return { ...NONE, changes };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 401) throw error;
    // The deploy does not need this answer.
    const message = `the fields that differ from ${name} are unknown: ${error.message}`;
    return { ...NONE, warnings: [message] };
  }
}
