import { concludeJob } from './conclude';
import type { TrackedJob } from './tracked-job';
import { formatDuration } from '../../kubernetes/duration';
import { abortVerdict, GRACE_PERIOD_MS } from '../core/deadline';
import type { Session } from '../core/session';
import { applyJob } from '../kube/apply-request';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError, unlessNotFound } from '../kube/errors';
import { requestDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { Limiter } from '../runtime/limiter';
import { queueReason } from '../verdict/job-state';
import { jobVerdict } from '../verdict/job-verdict';
import type { JobOutcome, Verdict } from '../verdict/outcome';

/**
 * What happens to Jobs that have not ended when a deploy is interrupted: they continue, are
 * suspended, or are deleted with their Pods.
 */
export type OnCancel = 'detach' | 'suspend' | 'delete';

type CancelAction = Exclude<OnCancel, 'detach'>;

const CANCEL_CONCURRENCY = 100;
const DONE: Readonly<Record<CancelAction, string>> = { suspend: 'suspended', delete: 'deleted' };

/**
 * Ends the wait for Jobs when the session was aborted. After an interruption, suspends or deletes
 * every Job that has not ended, as `onCancel` says, and concludes it with what could be done in
 * the grace period. A timeout cancels nothing.
 * @returns the outcome of the operation that was aborted
 */
export async function cancelJobs(
  session: Session,
  jobs: readonly TrackedJob[],
  onCancel: OnCancel = 'detach',
): Promise<JobOutcome> {
  const { outcome } = abortVerdict(session.signal);
  if (outcome !== 'detached' || onCancel === 'detach') return outcome;
  const requests = new Limiter(CANCEL_CONCURRENCY);
  const unended = jobs.filter(({ verdict }) => verdict === undefined);
  await Promise.all(
    unended.map((job) =>
      requests.run(async () => {
        const verdict =
          (onCancel === 'suspend' ? notSuspended(job) : undefined) ??
          (await Promise.race([cancel(session, job, onCancel), graceExpired(session, onCancel)]));
        concludeJob(session, job, verdict);
      }),
    ),
  );
  return jobs.some(({ verdict }) => verdict?.outcome === 'detached') ? 'detached' : 'cancelled';
}

/** Returns why a Job is not suspended; undefined if it must be. */
function notSuspended({ live, applied }: TrackedJob): Verdict | undefined {
  if (applied === undefined) {
    return notSuspendedBecause('only the deploy that applied it can resume it');
  }
  const queue = queueReason(live);
  if (queue !== undefined) {
    return notSuspendedBecause(`it is ${queue}, which would resume it`);
  }
  return live.spec?.suspend === true
    ? { outcome: 'cancelled', message: 'interrupted; the Job was already suspended' }
    : undefined;
}

function notSuspendedBecause(why: string): Verdict {
  const message = `interrupted; the Job was not suspended, because ${why}`;
  return { outcome: 'detached', message };
}

async function cancel(
  { client, grace }: Session,
  job: TrackedJob,
  action: CancelAction,
): Promise<Verdict> {
  try {
    const live =
      action === 'delete'
        ? await requestDeletion(client, job, 'Foreground', grace)
        : await suspend(client, job, grace);
    if (live === undefined) {
      return { outcome: 'gone', message: 'the Job was deleted before it ended' };
    }
    // The Job may have ended before the request.
    return (
      jobVerdict(live) ?? {
        outcome: 'cancelled',
        message: `interrupted; the Job was ${DONE[action]}`,
      }
    );
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError) {
      return notCancelled(action, error.message);
    }
    if (grace.aborted) return notAnswered(action);
    throw error;
  }
}

async function graceExpired({ grace }: Session, action: CancelAction): Promise<Verdict> {
  if (!grace.aborted) {
    await new Promise((resolve) => grace.addEventListener('abort', resolve, { once: true }));
  }
  return notAnswered(action);
}

function notAnswered(action: CancelAction): Verdict {
  const gracePeriod = formatDuration(GRACE_PERIOD_MS / 1000);
  return notCancelled(action, `the API server did not answer within ${gracePeriod}`);
}

function notCancelled(action: CancelAction, why: string): Verdict {
  return {
    outcome: 'detached',
    message: `interrupted; the Job could not be ${DONE[action]} and may continue: ${why}`,
  };
}

/**
 * Applies the manifest with `suspend`: the next apply without it gives up the field, which
 * resumes the Job.
 */
async function suspend(
  client: Client,
  job: TrackedJob,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const manifest = job.applied!;
  const request = applyJob(job, { ...manifest, spec: { ...manifest.spec, suspend: true } });
  return (await unlessNotFound(client.json<Job>({ ...request, signal })))?.body;
}
