import { AccessError } from './kube/access';
import { ApiError, ConnectionError } from './kube/errors';
import { impatience } from './patience';
import { AppliedObject, Outcome, Refusal, Report, worstOutcome } from './report';
import type { ObjectRef } from './report';
import type { Session } from './session';
import type { TrackedJob } from './track/tracked-job';
import type { Verdict } from './verdict/outcome';

/** What is said of Jobs that nobody waited for. */
const BROKEN_OFF: Verdict = { outcome: 'detached', message: 'not waited for, since the deploy was broken off' };

/** What has happened so far, which becomes the report, however it ends. */
export class Journal {
  public readonly errors: Refusal[] = [];

  /**
   * @param jobs those that it is about, in their order
   * @param applied what was applied, in its order
   */
  public constructor(
    private readonly session: Session,
    private readonly jobs: () => readonly TrackedJob[],
    private readonly applied: () => readonly AppliedObject[] = () => [],
  ) {}

  public refused(object: ObjectRef | null, message: string, source: Refusal['source'] = null): void {
    this.errors.push({ object, message, source });
  }

  /** @returns the report of work that may be cut short by whatever can happen between here and a cluster. */
  public async of(work: () => Promise<Outcome | undefined>): Promise<Report> {
    try {
      return this.report(await work());
    } catch (error) {
      return this.brokenOff(error);
    }
  }

  private brokenOff(error: unknown): Report {
    if (this.session.signal.aborted) return this.report(impatience(this.session.signal).outcome);
    const refused = error instanceof ApiError;
    if (!refused && !(error instanceof ConnectionError || error instanceof AccessError)) throw error;
    this.refused(null, refused && error.code === 401 ? `the API server does not accept these credentials (${error.message})` : error.message);
    return this.report(refused ? 'refused' : 'unreachable');
  }

  /** @param cutShort how it ended, if not as its Jobs did */
  private report(cutShort?: Outcome): Report {
    const unended = this.session.signal.aborted ? impatience(this.session.signal) : BROKEN_OFF;
    const jobs = this.jobs().map((job) => {
      job.end(unended, this.session.clock.now());
      return job.report();
    });
    return { schemaVersion: 1, outcome: cutShort ?? worstOutcome(jobs), jobs, applied: this.applied(), errors: this.errors };
  }
}
