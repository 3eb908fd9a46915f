import type { Colors } from './colors';
import { failedItemLines, itemText } from './failed-items';
import { attemptEnd, endedWell, jobText, objectText, outcomeVerb, pluralize } from './phrases';
import { sanitizeLogLine, sanitizeMessage } from './sanitize';
import type { AttemptReport, JobReport, Outcome, Report } from '../deploy/core/report';
import { isFailed } from '../deploy/verdict/attempts';
import { formatDuration } from '../kubernetes/duration';
import { indexCount, indexIntervals } from '../kubernetes/index-set';

/** An Indexed Job may have more failed indexes than a terminal has room for. */
const MAX_INDEXES_LENGTH = 100;

/**
 * Formats a report: a line for each Job, with evidence unless it succeeded, then the total. What
 * failed comes last, where a terminal or a CI system shows the end of the output.
 * @param seconds how long the whole operation took
 */
export function summaryText(report: Report, seconds: number, colors: Colors): string {
  const jobs = [...report.jobs].sort(byOutcomeAndName);
  return [
    ...jobs.flatMap((job) => jobLines(job, colors)),
    totalText(report, seconds, colors),
    '',
  ].join('\n');
}

function byOutcomeAndName(a: JobReport, b: JobReport): number {
  const rank = ({ outcome }: JobReport) => Number(!endedWell(outcome));
  return rank(a) - rank(b) || compare(a.namespace, b.namespace) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function jobLines(job: JobReport, colors: Colors): string[] {
  const failed = job.attempts.filter(isFailed);
  const head = `${outcomeVerb(job.outcome, colors)} ${jobText(job)}`;
  if (job.outcome === 'succeeded') {
    const ownFailures = failed.filter(({ exitCode }) => exitCode !== 0);
    return [`${head}${successText(job, ownFailures.length)}`];
  }
  const why = whyText(job);
  return [
    why === '' ? head : `${head}: ${why}`,
    ...failed.flatMap((attempt, i) =>
      attemptLines(attempt, `failed attempt ${i + 1} of ${failed.length}`, colors),
    ),
    ...(job.indexes?.failed ? [`  failed ${indexesText(job.indexes.failed)}`] : []),
    ...failedItemLines(job),
    ...job.hints.flatMap(({ message, command }) => [
      `  hint: ${sanitizeMessage(message)}`,
      `        ${sanitizeMessage(command)}`,
    ]),
  ];
}

/** Formats reason and message; a message that contains the reason is enough. */
export function whyText({ reason, message }: JobReport): string {
  const parts = reason !== null && message?.includes(reason) ? [message] : [reason, message];
  return sanitizeMessage(parts.filter(Boolean).join(': '));
}

/** Formats what a success took, and which indexes a success policy did without. */
function successText({ indexes, pods }: JobReport, failedAttempts: number): string {
  const failed = failedAttempts || pods.failed; // attempts may not have been observed
  const retried = failed > 0 ? `, after ${pluralize(failed, 'failed attempt')}` : '';
  const exceptions = [
    ...(indexes?.failed ? [`${indexesText(indexes.failed)} failed`] : []),
    ...(indexes?.incomplete ? [`${indexesText(indexes.incomplete)} did not complete`] : []),
  ];
  if (exceptions.length === 0) return retried;
  return `${retried}; its success policy was met, but ${exceptions.join(' and ')}`;
}

function indexesText(indexes: string): string {
  const count = indexCount(indexIntervals(indexes));
  const noun = count === 1 ? 'index' : 'indexes';
  if (indexes.length <= MAX_INDEXES_LENGTH) return `${noun} ${indexes}`;
  const first = indexes.slice(0, indexes.lastIndexOf(',', MAX_INDEXES_LENGTH));
  return `${noun} ${first},… (${count} in total)`;
}

function attemptLines(attempt: AttemptReport, title: string, colors: Colors): string[] {
  const { pod, index, item, container, reason, message, lastLines = [] } = attempt;
  const where = [
    `Pod ${pod}`,
    ...(container === null ? [] : [`container ${container}`]),
    ...(index === null ? [] : [`index ${index}`]),
    ...(item === null ? [] : [`item ${itemText(item)}`]),
  ].join(', ');
  // With the reason Error, the message is what the program wrote, and the log has that.
  const why = message === null || reason === 'Error' ? '' : `: ${sanitizeMessage(message)}`;
  return [
    `  ${title}: ${attemptEnd(attempt)}, ${where}${why}`,
    ...lastLines.map((line) => colors.dim(`  | ${sanitizeLogLine(line)}`)),
  ];
}

function totalText({ outcome, jobs, applied }: Report, seconds: number, colors: Colors): string {
  const counts = (['succeeded', 'skipped'] as const)
    .map((good) => ({ good, count: jobs.filter((job) => job.outcome === good).length }))
    .filter(({ count }) => count > 0);
  const rest = `${othersText(applied)} Total time: ${formatDuration(Math.round(seconds))}.`;
  if (endedWell(outcome)) {
    if (jobs.length === 0) {
      return `${pluralize(applied.length, 'object')} applied; no Job to wait for.`;
    }
    const parts = counts.map(({ good, count }) => `${pluralize(count, 'Job')} ${good}`);
    return `${colors.green(`${parts.join(', ')}.`)}${rest}`;
  }
  if (outcome === 'rejected' || outcome === 'unreachable' || jobs.length === 0) {
    return `${interruptionText(outcome)}${appliedText(applied)}`;
  }
  const good = counts.reduce((sum, { count }) => sum + count, 0);
  const failed = `${jobs.length - good} of ${pluralize(jobs.length, 'Job')} did not succeed.`;
  return `${colors.red(failed)}${rest}`;
}

/** Says that a success is not one of the objects that nothing waited for. */
function othersText(applied: Report['applied']): string {
  const count = applied.filter(({ kind }) => kind !== 'Job').length;
  return count === 0 ? '' : ` ${pluralize(count, 'other object')} applied, not waited for.`;
}

/** Formats why a deploy ended before it had applied any Job. */
function interruptionText(outcome: Outcome): string {
  switch (outcome) {
    case 'timed-out':
      return 'Timed out. ';
    case 'detached':
    case 'cancelled':
      return 'Interrupted. ';
    default:
      return '';
  }
}

function appliedText(applied: Report['applied']): string {
  if (applied.length === 0) return 'Nothing was applied.';
  const objects = applied.map((object) => `${objectText(object)} ${object.action}`);
  const verb = applied.length === 1 ? 'was' : 'were';
  return `${pluralize(applied.length, 'object')} ${verb} applied before that: ${objects.join(', ')}.`;
}
