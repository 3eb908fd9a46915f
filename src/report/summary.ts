import type { Paint } from './colour';
import { logLine, oneLine } from './harmless';
import { count, duration, objectText, outcomeVerb } from './words';
import { indexCount, indexIntervals } from '../batch/index-set';
import type { AttemptReport, JobReport, Refusal, Report } from '../deploy/report';
import { sourceText } from '../manifests/problem';

/** A report as text: a line for each Job, with evidence for those that did not succeed, and one line for all. */
export function summary(report: Report, paint: Paint): string {
  return [...report.jobs.flatMap((job) => jobLines(job, paint)), total(report, paint), ''].join('\n');
}

/** What the API server refused, a line each; nothing where it refused nothing. */
export function errors({ errors: refusals }: Pick<Report, 'errors'>, paint: Paint): string {
  return refusals.map((error) => `${paint.red('error:')} ${refusalText(error)}\n`).join('');
}

function refusalText({ object, message, source }: Refusal): string {
  if (object === null) return oneLine(message);
  return `${objectText(object)}${source === null ? '' : ` (${sourceText(source)})`} was refused: ${oneLine(message)}`;
}

function jobLines(job: JobReport, paint: Paint): string[] {
  const { outcome, namespace, name, reason, startedAt, finishedAt, attempts, hints } = job;
  const message = job.message ?? '';
  const failed = attempts.filter(({ exitCode }) => exitCode !== 0);
  const took = startedAt !== null && finishedAt !== null ? ` in ${duration(startedAt, finishedAt)}` : '';
  const head = `${outcomeVerb(outcome, paint)} Job ${namespace}/${name}${took}`;
  if (outcome === 'succeeded') return [`${head}${successText(job, failed.length)}`];
  const why = oneLine(reason === null || message.includes(reason) ? message : [reason, message].filter(Boolean).join(': '));
  return [
    `${head}${why && `: ${why}`}`,
    ...failed.flatMap((attempt, i) => attemptLines(attempt, `failed attempt ${i + 1} of ${failed.length}`, paint)),
    ...indexLines(job),
    ...hints.flatMap(({ hint, next }) => [`  hint: ${oneLine(hint)}`, `        ${oneLine(next)}`]),
  ];
}

/** What a success has cost, and what it lacks. */
function successText({ indexes, pods }: JobReport, attempts: number): string {
  const failed = attempts || pods.failed;
  const retried = failed > 0 ? `, after ${count(failed, 'failed attempt')}` : '';
  if (indexes === null || !(indexes.failed || indexes.others)) return retried;
  const lacks = [indexes.failed && `${indexWord(indexes.failed)} failed`, indexes.others && `${indexWord(indexes.others)} did not run to the end`];
  return `${retried}; by its success policy, though ${lacks.filter(Boolean).join(' and ')}`;
}

function indexLines({ indexes }: JobReport): string[] {
  return indexes?.failed ? [`  failed for good: ${indexWord(indexes.failed)}`] : [];
}

/** There may be more than a screen holds. */
const LONGEST_INDEXES = 100;

function indexWord(text: string): string {
  const many = indexCount(indexIntervals(text));
  const shown = text.length <= LONGEST_INDEXES ? text : `${text.slice(0, text.lastIndexOf(',', LONGEST_INDEXES))},… (${many})`;
  return `${many === 1 ? 'index' : 'indexes'} ${shown}`;
}

function attemptLines({ pod, index, container, exitCode, reason, message, lastLines = [] }: AttemptReport, title: string, paint: Paint): string[] {
  const code = exitCode === null ? reason ?? 'ended' : `exit code ${exitCode}${reason === null || reason === 'Error' ? '' : ` (${reason})`}`;
  const where = [`Pod ${pod}`, ...container === null ? [] : [`container ${container}`], ...index === null ? [] : [`index ${index}`]].join(', ');
  const why = message === null || reason === 'Error' ? '' : `: ${oneLine(message)}`; // with Error, it is what the program wrote
  return [`  ${title}: ${code}, ${where}${why}`, ...lastLines.map((line) => paint.dim(`  | ${logLine(line)}`))];
}

function total({ outcome, jobs, applied }: Report, paint: Paint): string {
  const objects = count(applied.length, 'object');
  const succeeded = jobs.filter((job) => job.outcome === 'succeeded').length;
  const skipped = jobs.filter((job) => job.outcome === 'skipped').length;
  if (outcome === 'succeeded' || outcome === 'skipped') {
    if (jobs.length === 0) return `${objects} applied; no Job among them, so there was nothing to wait for.`;
    return paint.green([...succeeded > 0 ? [`${count(succeeded, 'Job')} succeeded`] : [], ...skipped > 0 ? [`${count(skipped, 'Job')} skipped`] : []].join(', ') + '.');
  }
  if (outcome === 'refused' || outcome === 'unreachable' || jobs.length === 0) {
    const cut = outcome === 'timed-out' ? 'The time was up. ' : outcome === 'detached' || outcome === 'cancelled' ? 'Interrupted. ' : '';
    return cut + (applied.length === 0
      ? 'Nothing was applied.'
      : `${objects} had been applied before: ${applied.map((object) => `${objectText(object)} ${object.action}`).join(', ')}.`);
  }
  return paint.red(`${jobs.length - succeeded - skipped} of ${count(jobs.length, 'Job')} did not succeed.`);
}
