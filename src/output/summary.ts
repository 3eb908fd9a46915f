import type { Paint } from './color';
import { elapsedSeconds, pluralize, objectText, outcomeVerb } from './phrases';
import { sanitizeLogLine, sanitizeMessage } from './sanitize';
import type { AttemptReport, JobReport, Rejection, Report } from '../deploy/core/report';
import { formatDuration } from '../kubernetes/duration';
import { indexCount, indexIntervals } from '../kubernetes/index-set';
import { sourceText } from '../manifests/problem';

/** A report as text: a line for each Job, with evidence for those that did not succeed, and one line for all. */
export function summary(report: Report, paint: Paint): string {
  return [...report.jobs.flatMap((job) => jobLines(job, paint)), total(report, paint), ''].join(
    '\n',
  );
}

/** What the API server refused, a line each; nothing where it refused nothing. */
export function errors({ errors: refusals }: Pick<Report, 'errors'>, paint: Paint): string {
  return refusals.map((error) => `${paint.red('error:')} ${refusalText(error)}\n`).join('');
}

function refusalText({ object, message, source }: Rejection): string {
  if (object === null) return sanitizeMessage(message);
  return `${objectText(object)}${source === null ? '' : ` (${sourceText(source)})`} was refused: ${sanitizeMessage(message)}`;
}

function jobLines(job: JobReport, paint: Paint): string[] {
  const { outcome, namespace, name, reason, startedAt, finishedAt, attempts, hints } = job;
  const message = job.message ?? '';
  const failed = attempts.filter(({ exitCode }) => exitCode !== 0);
  const took =
    startedAt !== null && finishedAt !== null
      ? ` in ${formatDuration(elapsedSeconds(startedAt, finishedAt))}`
      : '';
  const head = `${outcomeVerb(outcome, paint)} Job ${namespace}/${name}${took}`;
  if (outcome === 'succeeded') return [`${head}${successText(job, failed.length)}`];
  const why = sanitizeMessage(
    reason === null || message.includes(reason)
      ? message
      : [reason, message].filter(Boolean).join(': '),
  );
  return [
    `${head}${why && `: ${why}`}`,
    ...failed.flatMap((attempt, i) =>
      attemptLines(attempt, `failed attempt ${i + 1} of ${failed.length}`, paint),
    ),
    ...indexLines(job),
    ...hints.flatMap(({ message: hint, command: next }) => [
      `  hint: ${sanitizeMessage(hint)}`,
      `        ${sanitizeMessage(next)}`,
    ]),
  ];
}

/** What a success has cost, and what it lacks. */
function successText({ indexes, pods }: JobReport, attempts: number): string {
  const failed = attempts || pods.failed;
  const retried = failed > 0 ? `, after ${pluralize(failed, 'failed attempt')}` : '';
  if (indexes === null || !(indexes.failed || indexes.incomplete)) return retried;
  const lacks = [
    indexes.failed && `${indexWord(indexes.failed)} failed`,
    indexes.incomplete && `${indexWord(indexes.incomplete)} did not run to the end`,
  ];
  return `${retried}; by its success policy, though ${lacks.filter(Boolean).join(' and ')}`;
}

function indexLines({ indexes }: JobReport): string[] {
  return indexes?.failed ? [`  failed for good: ${indexWord(indexes.failed)}`] : [];
}

/** There may be more than a screen holds. */
const LONGEST_INDEXES = 100;

function indexWord(text: string): string {
  const many = indexCount(indexIntervals(text));
  const shown =
    text.length <= LONGEST_INDEXES
      ? text
      : `${text.slice(0, text.lastIndexOf(',', LONGEST_INDEXES))},… (${many})`;
  return `${many === 1 ? 'index' : 'indexes'} ${shown}`;
}

function attemptLines(
  { pod, index, container, exitCode, reason, message, lastLines = [] }: AttemptReport,
  title: string,
  paint: Paint,
): string[] {
  const code =
    exitCode === null
      ? (reason ?? 'ended')
      : `exit code ${exitCode}${reason === null || reason === 'Error' ? '' : ` (${reason})`}`;
  const where = [
    `Pod ${pod}`,
    ...(container === null ? [] : [`container ${container}`]),
    ...(index === null ? [] : [`index ${index}`]),
  ].join(', ');
  const why = message === null || reason === 'Error' ? '' : `: ${sanitizeMessage(message)}`; // with Error, it is what the program wrote
  return [
    `  ${title}: ${code}, ${where}${why}`,
    ...lastLines.map((line) => paint.dim(`  | ${sanitizeLogLine(line)}`)),
  ];
}

function total({ outcome, jobs, applied }: Report, paint: Paint): string {
  const objects = pluralize(applied.length, 'object');
  const succeeded = jobs.filter((job) => job.outcome === 'succeeded').length;
  const skipped = jobs.filter((job) => job.outcome === 'skipped').length;
  if (outcome === 'succeeded' || outcome === 'skipped') {
    if (jobs.length === 0) {
      return `${objects} applied; no Job among them, so there was nothing to wait for.`;
    }
    return paint.green(
      [
        ...(succeeded > 0 ? [`${pluralize(succeeded, 'Job')} succeeded`] : []),
        ...(skipped > 0 ? [`${pluralize(skipped, 'Job')} skipped`] : []),
      ].join(', ') + '.',
    );
  }
  if (outcome === 'rejected' || outcome === 'unreachable' || jobs.length === 0) {
    const cut =
      outcome === 'timed-out'
        ? 'The time was up. '
        : outcome === 'detached' || outcome === 'cancelled'
          ? 'Interrupted. '
          : '';
    return (
      cut +
      (applied.length === 0
        ? 'Nothing was applied.'
        : `${objects} had been applied before: ${applied.map((object) => `${objectText(object)} ${object.action}`).join(', ')}.`)
    );
  }
  return paint.red(
    `${jobs.length - succeeded - skipped} of ${pluralize(jobs.length, 'Job')} did not succeed.`,
  );
}
