import type { Step } from './history';
import { CronJobEvent, normal, warning, withoutActive } from './write';
import type { CronJobStatus, LocalCronJob, LocalJob } from '../../objects';
import { toMilliseconds } from '../../timestamps';
import { conditionOf, isFinished } from '../job/conditions';

/** Returns a Job in the namespace of the CronJob, with any controller or none. */
export type FindJob = (name: string) => LocalJob | undefined;

/** Brings the status of a CronJob up to date with its Jobs. */
export function observeJobs(
  { status }: LocalCronJob,
  jobs: readonly LocalJob[],
  findJob: FindJob,
): Step {
  const writes: CronJobEvent[] = [];
  let observed = status;
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const isListed = status.active?.some((reference) => reference.uid === uid) ?? false;
    if (!isFinished(job.status)) {
      if (!isListed) writes.push(warning('UnexpectedJob', unexpected(name)));
      continue;
    }
    if (isListed) {
      writes.push(normal('SawCompletedJob', completed(job)));
      observed = withoutActive(observed, uid);
    }
    observed = withSuccess(observed, job);
  }
  const uids = new Set(jobs.map(({ metadata }) => metadata.uid));
  for (const { uid, name } of observed.active ?? []) {
    if (uids.has(uid) || findJob(name)) continue;
    writes.push(normal('MissingJob', `Active job went missing: ${name}`));
    observed = withoutActive(observed, uid);
  }
  return { writes, status: observed };
}

function unexpected(name: string): string {
  return `Saw a job that the controller did not create or forgot: ${name}`;
}

function completed({ metadata: { name }, status }: LocalJob): string {
  return `Saw completed job: ${name}, condition: ${succeeded(status) ? 'Complete' : 'Failed'}`;
}

function succeeded(status: LocalJob['status']): boolean {
  return conditionOf(status, 'Complete')?.status === 'True';
}

function withSuccess(status: CronJobStatus, job: LocalJob): CronJobStatus {
  const { completionTime } = job.status;
  if (completionTime === undefined || !succeeded(job.status)) return status;
  const { lastSuccessfulTime } = status;
  const isLater =
    lastSuccessfulTime === undefined ||
    toMilliseconds(completionTime) > toMilliseconds(lastSuccessfulTime);
  return isLater ? { ...status, lastSuccessfulTime: completionTime } : status;
}
