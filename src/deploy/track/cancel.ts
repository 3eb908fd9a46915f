import type { TrackedJob } from './tracked-job';
import { formatDuration } from '../../kubernetes/duration';
import { jobApply } from '../apply/job-apply';
import { GRACE_PERIOD_MS } from '../core/deadline';
import type { Session } from '../core/session';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { jobDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';
import type { ApiRequest } from '../kube/transport';
import { Limiter } from '../runtime/limiter';
import { jobVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';

/** What becomes of Jobs that have not ended when a deploy is interrupted: they go on, or are suspended, or deleted with their Pods. */
export type OnCancel = 'detach' | 'suspend' | 'delete';

/** So many requests are on their way at once. */
const CANCEL_CONCURRENCY = 100;

type Work = Exclude<OnCancel, 'detach'>;
const PAST_PARTICIPLE: Readonly<Record<Work, string>> = { suspend: 'suspended', delete: 'deleted' };

/** Does it to every Job that has not ended, and tells of each what could be done in the time that is left. */
export async function cancel(
  { client, grace }: Session,
  jobs: readonly TrackedJob[],
  how: OnCancel,
  conclude: (job: TrackedJob, verdict: Verdict) => void,
): Promise<void> {
  if (how === 'detach') return;
  const requests = new Limiter(CANCEL_CONCURRENCY);
  await Promise.all(
    jobs
      .filter(({ verdict }) => verdict === undefined)
      .map((job) =>
        requests.run(async () => {
          conclude(
            job,
            notSuspended(job, how) ??
              (await Promise.race([
                cancelled(client, job, how, grace),
                cancelTimedOut(how, grace),
              ])),
          );
        }),
      ),
  );
}

/** Why a Job is not to be suspended. */
function notSuspended({ suspended, queue, applied }: TrackedJob, how: Work): Verdict | undefined {
  if (how !== 'suspend') return undefined;
  if (applied === undefined) {
    return {
      outcome: 'detached',
      message:
        'this was interrupted; the Job was not suspended, since only the deploy that applied it could resume it',
    };
  }
  if (queue !== undefined) {
    return {
      outcome: 'detached',
      message: `this deploy was interrupted; the Job was not suspended, since it is ${queue}, which would resume it`,
    };
  }
  return suspended
    ? { outcome: 'cancelled', message: 'this deploy was interrupted; the Job was suspended before' }
    : undefined;
}

async function cancelled(
  client: Client,
  job: TrackedJob,
  how: Work,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    const { body } = await client.json<Job>({
      ...(how === 'delete' ? jobDeletion(job.path, job.uid, 'Foreground') : suspension(job)),
      signal,
    });
    // It may have ended while nobody looked.
    return (
      jobVerdict(body) ?? {
        outcome: 'cancelled',
        message: `this deploy was interrupted, and the Job ${PAST_PARTICIPLE[how]}`,
      }
    );
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) {
      return { outcome: 'gone', message: 'the Job was deleted before it had ended' };
    }
    if (error instanceof ApiError || error instanceof ConnectionError) {
      return stillRunning(how, error.message);
    }
    if (signal.aborted) return cancelTimedOut(how, signal);
    throw error;
  }
}

async function cancelTimedOut(how: Work, signal: AbortSignal): Promise<Verdict> {
  await new Promise((resolve) =>
    signal.aborted ? resolve(undefined) : signal.addEventListener('abort', resolve),
  );
  return stillRunning(
    how,
    `the API server did not answer within ${formatDuration(GRACE_PERIOD_MS / 1000)}`,
  );
}

function stillRunning(how: Work, why: string): Verdict {
  return {
    outcome: 'detached',
    message: `this deploy was interrupted; the Job could not be ${PAST_PARTICIPLE[how]} and may go on: ${why}`,
  };
}

/** With `suspend` and else as it was applied, so that the next apply without it gives the field up, which resumes the Job. */
function suspension(job: TrackedJob): ApiRequest {
  const { applied } = job;
  return jobApply(job, { ...applied!, spec: { ...applied!.spec, suspend: true } });
}
