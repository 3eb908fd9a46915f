import { ReportBuilder, reportOf } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { runOperation } from './run-operation';
import { InputError } from '../../manifests/problem';
import type { Report } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { getJob, listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import { TrackedJob } from '../track/tracked-job';
import { watchingEvent } from '../track/watching-event';

/** Selects Jobs of the namespace, by name or by labels. */
export type JobSelection =
  | {
      /** Names of Jobs. `job/NAME` is the same. */
      readonly names: readonly string[];
    }
  | {
      /** A label selector, as in `kubectl -l`. */
      readonly selector: string;
    };

/** Options of `waitForJobs`. */
export interface WaitOptions extends SessionOptions, TrackOptions {
  /**
   * What happens to the Jobs that have not ended when `signal` aborts. They cannot be suspended,
   * since only the deploy that applied a Job can resume it.
   * @default detach
   */
  readonly onCancel?: 'detach' | 'delete';
}

/**
 * Waits for existing Jobs, however they were created: after an interrupted deploy, or beside
 * another tool. Reports as `deploy` does, and the logs from their beginning.
 * @throws InputError if the selection or an option is not valid; AccessError if the kubeconfig or
 * the credentials do not lead to a cluster. See docs/deploy.md, "Errors"
 */
export async function waitForJobs(
  selection: JobSelection,
  options: WaitOptions = {},
): Promise<Report> {
  validateSelection(selection);
  return runOperation(
    options,
    (session) => wait(session, selection, options),
    ({ outcome }) => reportOf(outcome),
  );
}

/** @throws InputError */
function validateSelection(selection: Partial<{ names: unknown; selector: unknown }>): void {
  const { names, selector } = selection ?? {};
  const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (isNames !== (typeof selector === 'string')) return;
  const message = 'waitForJobs needs either { names } (an array of strings) or { selector }';
  throw new InputError([{ message }]);
}

async function wait(
  session: Session,
  selection: JobSelection,
  options: WaitOptions,
): Promise<Report> {
  let jobs: readonly TrackedJob[] = [];
  const report = new ReportBuilder(session, () => ({ jobs, applied: [] }));
  return report.run(async () => {
    jobs = (await findJobs(session, selection, report)).map((job) => new TrackedJob(job));
    if (report.errors.length > 0) return 'rejected';
    session.emit(watchingEvent(jobs));
    await track(session, jobs, options, true);
    // Another deploy may still wait for a Job that has not ended: its TTL stays held.
    const ended = jobs.filter(({ verdict }) =>
      ['succeeded', 'failed'].includes(verdict?.outcome ?? ''),
    );
    await restoreTtls(session, ended);
    return undefined;
  });
}

async function findJobs(
  { client, namespace, signal }: Session,
  selection: JobSelection,
  report: ReportBuilder,
): Promise<readonly Job[]> {
  if ('selector' in selection) {
    const jobs = await listJobs(client, namespace, selection.selector, signal);
    if (jobs.length === 0) {
      report.reject(`no Job in namespace ${namespace} matches ${selection.selector}`);
    }
    return jobs;
  }
  const names = new Set(selection.names.map((name) => name.replace(/^jobs?(\.batch)?\//, '')));
  const found = await Promise.all(
    [...names].map(async (name) => ({ name, job: await getJob(client, namespace, name, signal) })),
  );
  return found.flatMap(({ name, job }) => {
    if (job === undefined) report.reject(`Job ${name} not found in namespace ${namespace}`);
    return job ?? [];
  });
}
