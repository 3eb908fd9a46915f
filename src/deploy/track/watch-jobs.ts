import { OutageMonitor, OutageStep } from './outage';
import type { TrackedJob } from './tracked-job';
import type { Session } from '../core/session';
import { jobsPath } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { Change, reflect } from '../kube/reflector';
import { deletedVerdict, jobVerdict } from '../verdict/job-verdict';
import type { Verdict } from '../verdict/outcome';

/** What the watch of a namespace shows of the tracked Jobs. */
export type JobSighting =
  | {
      readonly type: 'seen';
      readonly job: TrackedJob;
      /** The Job as it is now. */
      readonly live: Job;
      /** How it ended, if it has. */
      readonly verdict: Verdict | undefined;
    }
  | {
      readonly type: 'missing';
      readonly jobs: readonly TrackedJob[];
      /** All Jobs of the namespace. */
      readonly listed: readonly Job[];
    }
  | Exclude<OutageStep, { readonly type: 'retry' }>;

/**
 * Watches the Jobs of a namespace until the signal aborts or access is forbidden. A Job is
 * identified by its uid: another one of the same name decides nothing.
 */
export async function* watchJobs(
  session: Session,
  namespace: string,
  jobs: readonly TrackedJob[],
  signal: AbortSignal,
): AsyncGenerator<JobSighting> {
  const { client, clock, emit } = session;
  const outage = new OutageMonitor(session);
  const sightings = new JobSightings(jobs);
  for await (const change of reflect<Job>(client, clock, jobsPath(namespace), undefined, signal)) {
    if (change.type === 'trouble') {
      const step = outage.failed(change.error);
      if (step.type !== 'retry') yield step;
      if (step.type === 'forbidden') return;
      continue;
    }
    outage.succeeded();
    if (change.type === 'polling') emit(pollingWarning('Jobs', namespace, change.error));
    else yield* sightings.in(change);
  }
}

/** Returns the warning that a collection is listed repeatedly instead of watched. */
export function pollingWarning(kind: string, namespace: string, error: Error) {
  const what = `cannot watch ${kind} in ${namespace}, so they are listed every few seconds`;
  return { type: 'warning', message: `${what}: ${error.message}` } as const;
}

class JobSightings {
  private readonly byUid: ReadonlyMap<string, TrackedJob>;
  /** The Jobs that a list did not contain. */
  private readonly missing = new Set<TrackedJob>();

  public constructor(private readonly jobs: readonly TrackedJob[]) {
    this.byUid = new Map(jobs.map((job) => [job.uid, job]));
  }

  public *in(change: Change<Job>): Generator<JobSighting> {
    switch (change.type) {
      case 'list':
        return yield* this.inList(change.objects);
      case 'changed':
        return yield* this.seen(change.object, jobVerdict(change.object));
      case 'deleted':
        return yield* this.seen(change.object, deletedVerdict(change.object));
    }
  }

  private *seen(live: Job, verdict: Verdict | undefined): Generator<JobSighting> {
    const job = this.byUid.get(live.metadata.uid);
    if (job?.verdict === undefined && job !== undefined) yield { type: 'seen', job, live, verdict };
  }

  private *inList(listed: readonly Job[]): Generator<JobSighting> {
    const live = new Map(listed.map((job) => [job.metadata.uid, job]));
    const missing: TrackedJob[] = [];
    for (const job of this.jobs) {
      const found = live.get(job.uid);
      if (found !== undefined) yield* this.seen(found, jobVerdict(found));
      else if (job.verdict === undefined && !this.missing.has(job)) missing.push(job);
    }
    if (missing.length === 0) return;
    missing.forEach((job) => this.missing.add(job));
    yield { type: 'missing', jobs: missing, listed };
  }
}
