import type { Report } from '../deploy/core/report';

/** A report without a line of any log, for whoever must not see them. */
export function omitLogTails(report: Report): Report {
  return {
    ...report,
    jobs: report.jobs.map((job) => ({
      ...job,
      attempts: job.attempts.map(({ lastLines, ...attempt }) => attempt),
    })),
  };
}
