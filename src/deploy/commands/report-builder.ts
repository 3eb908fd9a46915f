import { abortVerdict } from '../core/deadline';
import { AppliedObject, Outcome, Rejection, Report, worstOutcome } from '../core/report';
import type { ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { AccessError } from '../kube/access';
import { ApiError, ConnectionError } from '../kube/errors';
import { jobReport } from '../track/job-report';
import type { TrackedJob } from '../track/tracked-job';
import type { Verdict } from '../verdict/outcome';

/** What is said of Jobs that nobody waited for. */
const BROKEN_OFF: Verdict = {
  outcome: 'detached',
  message: 'not waited for, since the deploy was broken off',
};

/** What has happened so far, which becomes the report, however it ends. */
export class ReportBuilder {
  public readonly errors: Rejection[] = [];

  /**
   * @param jobs those that it is about, in their order
   * @param applied what was applied, in its order
   */
  public constructor(
    private readonly session: Session,
    private readonly jobs: () => readonly TrackedJob[],
    private readonly applied: () => readonly AppliedObject[] = () => [],
  ) {}

  public reject(
    object: ObjectRef | null,
    message: string,
    source: Rejection['source'] = null,
  ): void {
    this.errors.push({ object, message, source });
  }

  /** @returns the report of work that may be cut short by whatever can happen between here and a cluster. */
  public async run(work: () => Promise<Outcome | undefined>): Promise<Report> {
    try {
      return this.report(await work());
    } catch (error) {
      return this.brokenOff(error);
    }
  }

  private brokenOff(error: unknown): Report {
    if (this.session.signal.aborted) return this.report(abortVerdict(this.session.signal).outcome);
    const refused = error instanceof ApiError;
    if (!refused && !(error instanceof ConnectionError || error instanceof AccessError)) {
      throw error;
    }
    this.reject(
      null,
      refused && error.code === 401
        ? `the API server does not accept these credentials (${error.message})`
        : error.message,
    );
    return this.report(refused ? 'rejected' : 'unreachable');
  }

  /** @param cutShort how it ended, if not as its Jobs did */
  private report(cutShort?: Outcome): Report {
    const unended = this.session.signal.aborted ? abortVerdict(this.session.signal) : BROKEN_OFF;
    const jobs = this.jobs().map((job) => {
      job.end(unended, this.session.clock.now());
      return jobReport(job);
    });
    return {
      schemaVersion: 1,
      outcome: cutShort ?? worstOutcome(jobs),
      jobs,
      applied: this.applied(),
      errors: this.errors,
    };
  }
}
