import pico from 'picocolors';
import { githubCommand } from './github-command';
import { githubPlace } from './github-place';
import { attemptEnd, endedWell } from './phrases';
import { rejectionText } from './rejection-lines';
import { sanitizeMessage } from './sanitize';
import { summaryText, whyText } from './summary-text';
import type { JobReport, Rejection, Report } from '../deploy/core/report';
import { isFailed } from '../deploy/verdict/attempts';

/**
 * Formats a report for the log of GitHub Actions: an annotation for each Job that did not succeed
 * and for each error, then the summary.
 * @param seconds how long the whole operation took
 * @param root folder of the repository, which annotations name files relative to
 * @param cwd what the files of the report are relative to
 */
export function reportGithub(report: Report, seconds: number, root: string, cwd = root): string {
  const summary = summaryText(report, seconds, pico.createColors(false));
  const annotations = [
    ...rejectionAnnotations(report.errors, root, cwd),
    ...report.jobs.filter(({ outcome }) => !endedWell(outcome)).map(jobAnnotation),
  ];
  if (annotations.length === 0 && !endedWell(report.outcome)) {
    annotations.push(githubCommand('error', summary.trimEnd(), { title: 'cdk8s-jobs' }));
  }
  return [...annotations, summary].join('\n');
}

/** Formats an annotation for each error. The parameters are those of `reportGithub`. */
export function rejectionAnnotations(
  rejections: readonly Rejection[],
  root: string,
  cwd: string,
): string[] {
  return rejections.map((rejection) => rejectionAnnotation(rejection, root, cwd));
}

function rejectionAnnotation(rejection: Rejection, root: string, cwd: string): string {
  return githubCommand('error', rejectionText(rejection), {
    ...githubPlace(rejection.source, root, cwd),
    title: 'cdk8s-jobs',
  });
}

function jobAnnotation(job: JobReport): string {
  const { namespace, name, outcome, attempts, hints } = job;
  const failed = attempts.filter(isFailed).slice(-1);
  const lines = [
    whyText(job) || outcome,
    ...failed.map((attempt) => `last failed attempt: ${attemptEnd(attempt)}, Pod ${attempt.pod}`),
    ...hints.map(
      ({ message, command }) =>
        `hint: ${sanitizeMessage(message)}\n      ${sanitizeMessage(command)}`,
    ),
  ];
  return githubCommand('error', lines.join('\n'), {
    title: `Job ${namespace}/${name}: ${outcome}`,
  });
}
