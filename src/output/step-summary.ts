import { elapsedSeconds, endedWell, pluralize } from './phrases';
import { rejectionText } from './rejection-lines';
import { escapeInvisible } from './sanitize';
import { whyText } from './summary-text';
import type { JobReport, Report } from '../deploy/core/report';
import { formatDuration } from '../kubernetes/duration';
import { truncate } from '../kubernetes/truncate';

/** GitHub rejects the summary of a step if it has more than 1 MiB. */
const MAX_ROWS = 100;
const MAX_CELL_LENGTH = 500;
/** What Markdown or HTML could read as more than a character. */
const MARKUP = /[&<>|\\`*_[\]~#@$]/g;

/**
 * Formats a report as the summary of a step of GitHub Actions, in Markdown: the errors, and a table
 * of the Jobs, first those that did not succeed.
 */
export function stepSummary({ outcome, jobs, errors }: Report): string {
  const [bad, good] = [false, true].map((well) =>
    jobs.filter((job) => endedWell(job.outcome) === well),
  );
  const rows = [...bad, ...good].slice(0, MAX_ROWS).map(row);
  const listed = errors.slice(0, MAX_ROWS).map((error) => `- ${cell(rejectionText(error))}`);
  return [
    `### Jobs: ${outcome}`,
    ...section([...listed, ...more(errors.length, 'error')]),
    ...section(rows.length === 0 ? [] : [...HEAD, ...rows]),
    ...section(more(jobs.length, 'Job')),
    '',
  ].join('\n');
}

const HEAD = ['| Job | Outcome | Time | Reason |', '|---|---|---|---|'];

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function more(count: number, noun: string): string[] {
  return count <= MAX_ROWS ? [] : [`… and ${pluralize(count - MAX_ROWS, `more ${noun}`)}`];
}

function row(job: JobReport): string {
  const { namespace, name, outcome, startedAt, finishedAt } = job;
  const time =
    startedAt === null || finishedAt === null
      ? ''
      : formatDuration(elapsedSeconds(startedAt, finishedAt));
  // Of a success, the API server only says that it is one.
  const why = outcome === 'succeeded' ? '' : whyText(job);
  return `| ${cell(`${namespace}/${name}`)} | ${outcome} | ${time} | ${cell(why)} |`;
}

/** Returns a string that Markdown shows as it is, in a cell of a table too. */
function cell(text: string): string {
  return escapeInvisible(truncate(text, MAX_CELL_LENGTH)).replace(
    MARKUP,
    (found) => `&#${found.charCodeAt(0)};`,
  );
}
