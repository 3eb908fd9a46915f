import { jobReport } from './job-report';
import type { TrackedJob } from './tracked-job';
import type { Session } from '../core/session';
import type { Verdict } from '../verdict/outcome';

/**
 * Ends the wait for a Job and reports its end. The first verdict counts.
 * @returns whether this was the first
 */
export function concludeJob(
  { clock, emit }: Pick<Session, 'clock' | 'emit'>,
  job: TrackedJob,
  verdict: Verdict,
): boolean {
  if (!job.end(verdict, clock.now())) return false;
  emit({ type: 'ended', job: jobReport(job) });
  return true;
}
