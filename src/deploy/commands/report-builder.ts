import { failureOf } from './failure';
import { abortVerdict } from '../core/deadline';
import { AppliedObject, Outcome, Rejection, Report, worstOutcome } from '../core/report';
import type { Session } from '../core/session';
import { jobReport } from '../track/job-report';
import { NotStartedJob } from '../track/not-started-job';
import type { TrackedJob } from '../track/tracked-job';
import type { Verdict } from '../verdict/outcome';

/** The verdict of Jobs that were started before the deploy failed. */
const NOT_AWAITED: Verdict = { outcome: 'detached', message: 'not awaited: the deploy failed' };

/** What a report is built from. It grows while an operation runs. */
export interface ReportParts {
  /** The Jobs, in the order of the input. */
  readonly jobs: readonly (TrackedJob | NotStartedJob)[];
  /** The objects that were applied, in the order of the input. */
  readonly applied: readonly AppliedObject[];
}

/** Builds the report of an operation, however it ends. */
export class ReportBuilder {
  public readonly errors: Rejection[] = [];

  /** @param parts returns what is known when the operation ends */
  public constructor(
    private readonly session: Session,
    private readonly parts: () => ReportParts,
  ) {}

  /** Adds an error that is not about an object of the input. */
  public reject(message: string): void {
    this.errors.push({ object: null, message, source: null });
  }

  /**
   * Runs an operation and returns its report.
   * @param work returns the outcome, or undefined if the Jobs decide it
   * @throws the errors of `work` that do not come from the cluster
   */
  public async run(work: () => Promise<Outcome | undefined>): Promise<Report> {
    try {
      return this.build(await work());
    } catch (error) {
      const { outcome, message } = failureOf(error, this.session.signal);
      if (!this.session.signal.aborted) this.reject(message);
      return this.build(outcome);
    }
  }

  private build(outcome?: Outcome): Report {
    const { signal, clock } = this.session;
    const unended = signal.aborted ? abortVerdict(signal) : NOT_AWAITED;
    const { jobs: tracked, applied } = this.parts();
    const jobs = tracked.map((job) => {
      if (job instanceof NotStartedJob) return job.report(unended);
      job.end(unended, clock.now());
      return jobReport(job);
    });
    return reportOf(outcome ?? worstOutcome(jobs), { jobs, applied, errors: this.errors });
  }
}

/** Returns a report, by default without Jobs, objects and errors. */
export function reportOf(
  outcome: Outcome,
  parts: Partial<Pick<Report, 'jobs' | 'applied' | 'errors'>> = {},
): Report {
  return { schemaVersion: 1, outcome, jobs: [], applied: [], errors: [], ...parts };
}
