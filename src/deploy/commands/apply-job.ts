import type { JobManifest, Manifest } from '../../kubernetes/manifest';
import { Applier, emitApplied } from '../apply/applier';
import { holdTtl } from '../apply/hold-ttl';
import type { AppliedObject, ApplyAction } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import type { Job } from '../kube/objects';
import { trimObject } from '../kube/trim';
import { TrackedJob } from '../track/tracked-job';
import { jobVerdict } from '../verdict/job-verdict';

/** A Job that is followed from now on. */
export interface StartedJob {
  readonly manifest: JobManifest;
  readonly job: TrackedJob;
  /** What was applied. @default nothing, since the Job had succeeded before */
  readonly applied?: AppliedObject;
}

/**
 * Applies a new Job, with its TTL held, and emits what the server did.
 * @throws ApiError, ConnectionError, the reason of the session's signal
 */
export function applyNewJob(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  action: 'created' | 'replaced',
): Promise<StartedJob> {
  return apply(session, applier, manifest, holdTtl(manifest), action);
}

/**
 * Applies a manifest to an existing run, and to no other Job. The TTL of a run that has not ended
 * is held. A run that had ended may have been deleted since, by its TTL: its outcome is known.
 * @throws ApiError, ConnectionError, the reason of the session's signal
 */
export async function applyExistingJob(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  action: 'configured' | 'unchanged',
  run: Job,
): Promise<StartedJob> {
  const hasEnded = jobVerdict(run) !== undefined;
  const applied = hasEnded ? manifest : holdTtl(manifest);
  try {
    return await apply(session, applier, manifest, applied, action, run.metadata.uid);
  } catch (error) {
    const isGone = error instanceof ApiError && error.code === 409 && isUidMismatch(error);
    if (!hasEnded || !isGone) throw error;
    return { manifest, job: new TrackedJob(run, manifest) };
  }
}

function isUidMismatch({ message }: ApiError): boolean {
  return message.includes('uid mismatch');
}

/** After an abort, nothing new is sent, but the answer to a sent request is awaited for a second. */
async function apply(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  applied: Manifest,
  action: ApplyAction,
  uid?: string,
): Promise<StartedJob> {
  const { signal, answers, emit } = session;
  const object = await applier.locate(manifest, signal);
  signal.throwIfAborted();
  try {
    const { body, warnings } = await applier.send(applied, { uid, signal: answers });
    return {
      manifest,
      job: new TrackedJob(trimObject(body as Job), manifest),
      applied: emitApplied(session, { object, action, live: body, warnings }),
    };
  } catch (error) {
    if (answers.aborted) {
      const message = 'apply result unknown: interrupted before the API server responded';
      emit({ type: 'warning', object, message });
    }
    throw error;
  }
}
