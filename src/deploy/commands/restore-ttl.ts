import { TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import { unlessMissing } from '../apply/applier';
import { heldTtlSeconds } from '../apply/hold-ttl';
import { GRACE_PERIOD_MS, abortVerdict } from '../core/deadline';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { applyJob, FIELD_MANAGER } from '../kube/apply-request';
import { ApiError } from '../kube/errors';
import { jobPath } from '../kube/jobs';
import type { ApiRequest } from '../kube/transport';
import { withTimeout } from '../runtime/abort';
import { Limiter, APPLY_CONCURRENCY } from '../runtime/limiter';
import type { TrackedJob } from '../track/tracked-job';

/** Gives Jobs their own TTL back that had a longer one while they were waited for, also when that was cut short. What has been deleted stays so. */
export async function restoreTtls(
  { client, clock, signal, grace, emit }: Session,
  jobs: readonly TrackedJob[],
): Promise<void> {
  // What was cancelled has its own TTL again, or is gone.
  const kept = jobs.filter(
    ({ live, verdict }) => heldTtlSeconds(live) !== undefined && verdict?.outcome !== 'cancelled',
  );
  const requests = new Limiter(APPLY_CONCURRENCY);
  const interrupted = signal.aborted && abortVerdict(signal).outcome === 'detached';
  await withTimeout(clock, GRACE_PERIOD_MS, interrupted ? [grace] : [], (enough) =>
    Promise.all(
      kept.map((job) =>
        requests.run(async () => {
          try {
            enough.throwIfAborted();
            await unlessMissing(
              client.json({
                ...(job.applied === undefined ? restoreTtlPatch(job) : applyJob(job, job.applied)),
                signal: enough,
              }),
            );
          } catch (error) {
            if (error instanceof ApiError && (error.code === 409 || error.code === 422)) return; // it is gone, or another stands in its place
            const why =
              error instanceof Error && !enough.aborted ? error.message : 'there was no time';
            emit({
              type: 'warning',
              object: jobRef(job.namespace, job.name),
              message: `it stays longer than its ttlSecondsAfterFinished says, which could not be given back: ${why}`,
            });
          }
        }),
      ),
    ),
  );
}

/** Of a Job that another deploy has applied, which is no more. */
function restoreTtlPatch({ namespace, name, uid, live }: TrackedJob): ApiRequest {
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
