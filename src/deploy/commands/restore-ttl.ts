import { TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import { heldTtlSeconds } from '../apply/hold-ttl';
import { GRACE_PERIOD_MS, abortVerdict } from '../core/deadline';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { applyJob, FIELD_MANAGER } from '../kube/apply-request';
import { ApiError, unlessNotFound } from '../kube/errors';
import { jobPath } from '../kube/jobs';
import type { ApiRequest } from '../kube/transport';
import { withTimeout } from '../runtime/abort';
import { Limiter, APPLY_CONCURRENCY } from '../runtime/limiter';
import type { TrackedJob } from '../track/tracked-job';

/**
 * Restores the TTL of Jobs whose TTL was held, also when the operation was cut short. It takes three
 * seconds at most.
 */
export async function restoreTtls(session: Session, jobs: readonly TrackedJob[]): Promise<void> {
  const { clock, signal, grace } = session;
  // A cancelled Job was applied without the hold, or deleted.
  const held = jobs.filter(
    ({ live, verdict }) => heldTtlSeconds(live) !== undefined && verdict?.outcome !== 'cancelled',
  );
  const requests = new Limiter(APPLY_CONCURRENCY);
  const isInterrupted = signal.aborted && abortVerdict(signal).outcome === 'detached';
  await withTimeout(clock, GRACE_PERIOD_MS, isInterrupted ? [grace] : [], (expired) =>
    Promise.all(held.map((job) => requests.run(() => restoreTtl(session, job, expired)))),
  );
}

/** Restores one TTL. A failure is a warning. */
async function restoreTtl(
  { client, emit }: Session,
  job: TrackedJob,
  expired: AbortSignal,
): Promise<void> {
  try {
    expired.throwIfAborted();
    const request = job.applied === undefined ? ttlPatch(job) : applyJob(job, job.applied);
    await unlessNotFound(client.json({ ...request, signal: expired }));
  } catch (error) {
    const isGone = error instanceof ApiError && (error.code === 409 || error.code === 422);
    if (isGone) return; // deleted or replaced
    const why =
      error instanceof Error && !expired.aborted ? error.message : 'the grace period expired';
    const message = `could not restore ttlSecondsAfterFinished: ${why}`;
    emit({ type: 'warning', object: jobRef(job.namespace, job.name), message });
  }
}

/** Returns a patch for a Job that another deploy applied, and could not restore itself. */
function ttlPatch({ namespace, name, uid, live }: TrackedJob): ApiRequest {
  return {
    method: 'PATCH',
    path: jobPath(namespace, name),
    query: { fieldManager: FIELD_MANAGER },
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({
      metadata: { uid, annotations: { [TTL_ANNOTATION]: null } },
      spec: { ttlSecondsAfterFinished: heldTtlSeconds(live) },
    }),
    repeatable: true,
  };
}
