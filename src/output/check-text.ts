import type { Paint } from './color';
import { formatExcerpt } from './excerpt';
import { pluralize } from './phrases';
import { escapeInvisible } from './sanitize';
import type { Severity } from '../kubernetes/rules/finding';
import type { CheckCounts, CheckReport, PlacedFinding } from '../manifests/check';
import { Problem, sourceText } from '../manifests/problem';

const GRAVEST_FIRST: readonly Severity[] = ['rejected', 'never-starts', 'dropped', 'warning'];

/** What was found, for people: by object, each finding with its place, what to do, and the line; then one line for all. */
export function checkText(
  { findings, counts }: Pick<CheckReport, 'findings' | 'counts'>,
  paint: Paint,
): string {
  const lines: string[] = [];
  let before: PlacedFinding | undefined;
  for (const finding of findings) {
    if (
      finding.object === null
        ? before?.object !== null || before.file !== finding.file
        : before?.object !== finding.object
    ) {
      lines.push(paint.bold(subject(finding)), '');
    }
    lines.push(...findingLines(finding, paint), '');
    before = finding;
  }
  if (counts.omitted > 0) lines.push(`… and ${pluralize(counts.omitted, 'finding')} more`, '');
  return [...lines, formatTotals(counts, paint), ''].join('\n');
}

/** Paths that could not be read, a line each. */
export function problemLines(problems: readonly Problem[], paint: Paint): string {
  return problems
    .map(({ message }) => `${paint.red('error:')} ${escapeInvisible(message)}\n`)
    .join('');
}

/** One line for all. */
export function formatTotals(
  { checked, withFindings, findings, others, unreadable }: CheckCounts,
  paint: Paint,
): string {
  const found = GRAVEST_FIRST.filter((severity) => findings[severity] > 0).map((severity) =>
    severity === 'warning'
      ? pluralize(findings.warning, 'warning')
      : `${findings[severity]} ${severity}`,
  );
  const first =
    checked === 0
      ? 'no Job or CronJob found'
      : found.length === 0
        ? `nothing found in ${jobs(checked)}`
        : `${found.join(', ')} in ${withFindings} of ${jobs(checked)}`;
  const rest = [
    ...(unreadable > 0 ? [`${pluralize(unreadable, 'document')} could not be read`] : []),
    ...(others > 0 ? [`${pluralize(others, 'other object')} not looked at`] : []),
  ];
  const grave = unreadable + findings.rejected + findings['never-starts'] > 0;
  const colour = grave
    ? paint.red
    : found.length > 0
      ? paint.yellow
      : checked > 0
        ? paint.green
        : paint.bold;
  return [colour(first), ...rest].join('; ');
}

function jobs(number: number): string {
  return number === 1 ? '1 Job or CronJob' : `${number} Jobs and CronJobs`;
}

function subject({ object, kind, namespace, name, file }: PlacedFinding): string {
  if (object === null) return escapeInvisible(file);
  return escapeInvisible(
    `${kind ?? 'object'} ${namespace === null ? '' : `${namespace}/`}${name ?? '(without a name)'}`,
  );
}

function findingLines(
  { file, line, column, severity, rule, field, message, fix, excerpt }: PlacedFinding,
  paint: Paint,
): string[] {
  const colour = severity === 'rejected' || severity === 'never-starts' ? paint.red : paint.yellow;
  const place = escapeInvisible(sourceText({ file, line, column }));
  const what =
    field === null
      ? escapeInvisible(message)
      : `${paint.bold(escapeInvisible(field))}: ${escapeInvisible(message)}`;
  return [
    `  ${place}  ${colour(severity)}  ${paint.dim(escapeInvisible(rule))}`,
    `    ${what}`,
    `    ${paint.cyan('fix:')} ${escapeInvisible(fix)}`,
    ...excerptLines(line, excerpt, paint).map((text) => `    ${text}`),
  ];
}

function excerptLines(line: number, excerpt: PlacedFinding['excerpt'], paint: Paint): string[] {
  if (excerpt === undefined) return [];
  const { line: text, before } = formatExcerpt(excerpt);
  const gutter = String(line);
  return [
    `${paint.dim(`${gutter} |`)} ${text}`,
    `${paint.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(before)}${paint.bold('^')}`,
  ];
}
