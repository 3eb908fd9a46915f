import type { Report } from '../deploy/core/report';

/** Returns a report without any line of a log, for output that must not show logs. */
export function omitLogTails(report: Report): Report {
  return {
    ...report,
    jobs: report.jobs.map((job) => ({
      ...job,
      attempts: job.attempts.map(({ lastLines, ...attempt }) => attempt),
    })),
  };
}
