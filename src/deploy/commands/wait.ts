import { ReportBuilder } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { unlessMissing } from '../apply/applier';
import type { Report } from '../core/report';
import { inSession, Session, SessionOptions } from '../core/session';
import { jobPath, listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { TrackedJob } from '../track/tracked-job';

/** Which Jobs: by name, or by labels. */
export type JobSelection =
  | {
      /** Of Jobs in the namespace. */
      readonly names: readonly string[];
    }
  | {
      /** Of labels, as `kubectl -l` takes it. */
      readonly selector: string;
    };

export interface WaitOptions extends SessionOptions, TrackOptions {
  /** What becomes of the Jobs that have not ended when `signal` aborts. They can't be suspended: only a deploy resumes what it has suspended. @default detach */
  readonly onCancel?: 'detach' | 'delete';
}

/**
 * Follows Jobs that are there already, as the deploy would that applied them: one that was killed, or another tool.
 * @throws AccessError if the kubeconfig does not lead to a cluster.
 */
export async function waitForJobs(which: JobSelection, options: WaitOptions = {}): Promise<Report> {
  return inSession(options, async (session) => {
    let jobs: readonly TrackedJob[] = [];
    const journal = new ReportBuilder(session, () => jobs);
    return journal.run(async () => {
      jobs = (await found(session, which, journal)).map((job) => new TrackedJob(job));
      if (journal.errors.length > 0) return 'rejected';
      await track(session, jobs, options, true);
      // What goes on may be another's, who still waits for it.
      await restoreTtls(
        session,
        jobs.filter(
          ({ verdict }) => verdict?.outcome === 'succeeded' || verdict?.outcome === 'failed',
        ),
      );
      return undefined;
    });
  });
}

async function found(
  { client, namespace, signal }: Session,
  which: JobSelection,
  journal: ReportBuilder,
): Promise<readonly Job[]> {
  if ('selector' in which) {
    const jobs = await listJobs(client, namespace, which.selector, signal);
    if (jobs.length === 0) {
      journal.reject(null, `no Job in namespace ${namespace} matches ${which.selector}`);
    }
    return jobs;
  }
  const names = [...new Set(which.names.map((name) => name.replace(/^jobs?(\.batch)?\//, '')))];
  const get = (name: string) =>
    client.json<Job>({ method: 'GET', path: jobPath(namespace, name), signal });
  const jobs = await Promise.all(names.map((name) => unlessMissing(get(name))));
  names.forEach((name, i) => {
    if (jobs[i] === undefined) {
      journal.reject(null, `there is no Job ${name} in namespace ${namespace}`);
    }
  });
  return jobs.flatMap((job) => job?.body ?? []);
}
