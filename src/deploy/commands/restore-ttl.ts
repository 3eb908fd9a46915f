import { TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import { FIELD_MANAGER, unlessMissing } from '../apply/applier';
import { jobApply } from '../apply/job-apply';
import { GRACE_PERIOD_MS, abortVerdict } from '../core/deadline';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
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
    ({ ttl, verdict }) => ttl !== undefined && verdict?.outcome !== 'cancelled',
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
                ...(job.applied === undefined ? restoreTtlPatch(job) : jobApply(job, job.applied)),
                signal: enough,
              }),
            );
          } catch (error) {
            if (error instanceof ApiError && (error.code === 409 || error.code === 422)) return; // it is gone, or another stands in its place
            const why =
              error instanceof Error && !enough.aborted ? error.message : 'there was no time';
            emit({
              type: 'warning',
              object: job.ref,
              message: `it stays longer than its ttlSecondsAfterFinished says, which could not be given back: ${why}`,
            });
          }
        }),
      ),
    ),
  );
}

/** Of a Job that another deploy has applied, which is no more. */
function restoreTtlPatch({ path, uid, ttl }: TrackedJob): ApiRequest {
  return {
    method: 'PATCH',
    path,
    query: { fieldManager: FIELD_MANAGER },
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({
      metadata: { uid, annotations: { [TTL_ANNOTATION]: null } },
      spec: { ttlSecondsAfterFinished: ttl },
    }),
    repeatable: true,
  };
}
