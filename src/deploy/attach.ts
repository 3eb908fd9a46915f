import { unlessMissing } from './apply/applier';
import { Journal } from './journal';
import { jobPath, listJobs } from './kube/jobs';
import type { Job } from './kube/objects';
import type { Report } from './report';
import { inSession, Session, SessionOptions } from './session';
import { track, TrackOptions } from './track/track';
import { TrackedJob } from './track/tracked-job';
import { giveTtlsBack } from './ttl-return';

/** Which Jobs: by name, or by labels. */
export type Attachment =
  | {
    /** Of Jobs in the namespace. */
    readonly names: readonly string[];
  }
  | {
    /** Of labels, as `kubectl -l` takes it. */
    readonly selector: string;
  };

export interface AttachOptions extends SessionOptions, TrackOptions {
  /** What becomes of the Jobs that have not ended when `signal` aborts. They can't be suspended: only a deploy resumes what it has suspended. @default detach */
  readonly onCancel?: 'detach' | 'delete';
}

/**
 * Follows Jobs that are there already, as the deploy would that applied them: one that was killed, or another tool.
 * @throws AccessError if the kubeconfig does not lead to a cluster.
 */
export async function attach(which: Attachment, options: AttachOptions = {}): Promise<Report> {
  return inSession(options, async (session) => {
    let jobs: readonly TrackedJob[] = [];
    const journal = new Journal(session, () => jobs);
    return journal.of(async () => {
      jobs = (await found(session, which, journal)).map((job) => new TrackedJob(job));
      if (journal.errors.length > 0) return 'refused';
      await track(session, jobs, options, true);
      // What goes on may be another's, who still waits for it.
      await giveTtlsBack(session, jobs.filter(({ verdict }) => verdict?.outcome === 'succeeded' || verdict?.outcome === 'failed'));
      return undefined;
    });
  });
}

async function found({ client, namespace, signal }: Session, which: Attachment, journal: Journal): Promise<readonly Job[]> {
  if ('selector' in which) {
    const jobs = await listJobs(client, namespace, which.selector, signal);
    if (jobs.length === 0) journal.refused(null, `no Job in namespace ${namespace} matches ${which.selector}`);
    return jobs;
  }
  const names = [...new Set(which.names.map((name) => name.replace(/^jobs?(\.batch)?\//, '')))];
  const get = (name: string) => client.json<Job>({ method: 'GET', path: jobPath(namespace, name), signal });
  const jobs = await Promise.all(names.map((name) => unlessMissing(get(name))));
  names.forEach((name, i) => { if (jobs[i] === undefined) journal.refused(null, `there is no Job ${name} in namespace ${namespace}`); });
  return jobs.flatMap((job) => job?.body ?? []);
}
