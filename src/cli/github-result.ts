import { appendFileSync } from 'node:fs';
import { githubWorkspace } from './github-workspace';
import type { Report } from '../deploy';
import { githubCommand } from '../output/github-command';
import { rejectionAnnotations, reportGithub } from '../output/report-github';
import { stepSummary } from '../output/step-summary';

/**
 * Prints the result for GitHub Actions, also to the file that the runner shows as the summary of
 * the step.
 * @param waiting lines of logs that are not printed yet
 */
export function printGithubResult(
  waiting: readonly string[],
  report: Report,
  seconds: number,
): void {
  const result = reportGithub(report, seconds, githubWorkspace(), process.cwd());
  process.stdout.write([...waiting, result].join('\n'));
  appendStepSummary(report);
}

/** Prints a report that has only errors: a defect may end a command after objects were applied. */
export function printGithubFailure(report: Report): void {
  const annotations = rejectionAnnotations(report.errors, githubWorkspace(), process.cwd());
  process.stdout.write(annotations.map((annotation) => `${annotation}\n`).join(''));
  appendStepSummary(report);
}

function appendStepSummary(report: Report): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    appendFileSync(file, `${stepSummary(report)}\n`);
  } catch (error) {
    const message = `cannot write the step summary: ${(error as Error).message}`;
    process.stdout.write(`${githubCommand('warning', message, { title: 'cdk8s-jobs' })}\n`);
  }
}
