import type { JobManifest, Manifest } from '../../kubernetes/manifest';
import { Applier, ApplyResult } from '../apply/applier';
import { holdTtl } from '../apply/hold-ttl';
import type { ApplyAction } from '../core/report';
import type { Session } from '../core/session';
import type { Job } from '../kube/objects';
import { trimObject } from '../kube/trim';
import { TrackedJob } from '../track/tracked-job';
import { jobVerdict } from '../verdict/job-verdict';

/** A Job that is followed from now on. */
export interface StartedJob {
  readonly job: TrackedJob;
  readonly result: ApplyResult;
}

/** Applies a new Job, which stays for long enough to be seen to its end. @throws ApiError, ConnectionError, the signal's reason */
export function startJob(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  action: 'created' | 'replaced',
): Promise<StartedJob> {
  return apply(session, applier, manifest, holdTtl(manifest), action);
}

/** Applies a Job anew that is there, and no other. @throws ApiError, ConnectionError, the signal's reason */
export function resumeJob(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  action: 'configured' | 'unchanged',
  run: Job,
): Promise<StartedJob> {
  return apply(
    session,
    applier,
    manifest,
    jobVerdict(run) === undefined ? holdTtl(manifest) : manifest,
    action,
    run.metadata.uid,
  );
}

async function apply(
  session: Session,
  applier: Applier,
  manifest: JobManifest,
  applied: Manifest,
  action: ApplyAction,
  uid?: string,
): Promise<StartedJob> {
  const object = await applier.locate(manifest, session.signal);
  const unanswered = () =>
    session.emit({
      type: 'warning',
      object,
      message:
        'whether it was applied is not known: the API server did not answer before this was broken off',
    });
  const { body: live, warnings } = await answered(
    session,
    () => applier.send(applied, { uid, signal: session.answers }),
    unanswered,
  );
  return {
    job: new TrackedJob(trimObject(live as Job), manifest),
    result: { object, action, live, warnings },
  };
}

/** Sends something new only while there is time for it, but waits a little longer for what comes of it. */
async function answered<T>(
  { signal, answers }: Session,
  send: () => Promise<T>,
  unanswered: () => void,
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await send();
  } catch (error) {
    if (answers.aborted) unanswered();
    throw error;
  }
}
