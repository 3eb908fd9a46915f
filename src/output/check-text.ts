import type { Colors } from './colors';
import { formatExcerpt } from './excerpt';
import { pluralize } from './phrases';
import { escapeInvisible } from './sanitize';
import { level, SEVERITIES } from '../kubernetes/rules/finding';
import type { CheckCounts, CheckReport, LocatedFinding } from '../manifests/check-report';
import { Problem, formatSource } from '../manifests/problem';
import { skippedMessage } from '../manifests/skipped';

/**
 * Formats findings by object, each with its place, its fix and the line; then what was skipped, and
 * the total.
 *
 * @param verbose whether to list findings of severity `info`, which are counted anyway
 */
export function checkText(
  { findings, counts, skipped }: Pick<CheckReport, 'findings' | 'counts' | 'skipped'>,
  colors: Colors,
  verbose = false,
): string {
  const lines: string[] = [];
  let previous: LocatedFinding | undefined;
  for (const finding of findings) {
    if (finding.severity === 'info' && !verbose) continue;
    if (!hasSameTitle(finding, previous)) lines.push(colors.bold(titleOf(finding)), '');
    lines.push(...findingLines(finding, colors), '');
    previous = finding;
  }
  if (counts.omitted > 0) lines.push(`… and ${pluralize(counts.omitted, 'more finding')}`, '');
  for (const source of skipped) {
    lines.push(`${colors.yellow('skipped:')} ${escapeInvisible(skippedMessage(source, 'check'))}`);
  }
  const hint = counts.findings.info > 0 && !verbose ? '; --verbose lists info' : '';
  return [...lines, `${totalsText(counts, colors)}${hint}`, ''].join('\n');
}

/** Formats paths that could not be read, an `error:` line each. */
export function problemLines(problems: readonly Problem[], colors: Colors): string {
  return problems
    .map(({ message }) => `${colors.red('error:')} ${escapeInvisible(message)}\n`)
    .join('');
}

/** Formats the number of findings and of objects as one line. */
export function totalsText(counts: CheckCounts, colors: Colors): string {
  const { unreadable, otherObjects, notManifests } = counts;
  return [
    totalColor(counts, colors)(foundText(counts)),
    ...(unreadable > 0 ? [`${pluralize(unreadable, 'document')} could not be read`] : []),
    ...(otherObjects > 0 ? [`${pluralize(otherObjects, 'other object')} not checked`] : []),
    ...(notManifests > 0 ? [`${pluralize(notManifests, 'document')} without a manifest`] : []),
  ].join('; ');
}

function foundText({ checked, withFindings, findings }: CheckCounts): string {
  if (checked === 0) return 'no Job or CronJob found';
  const jobs = checked === 1 ? '1 Job or CronJob' : `${checked} Jobs and CronJobs`;
  const found = SEVERITIES.filter((severity) => findings[severity] > 0).map((severity) =>
    severity === 'warning' || severity === 'error'
      ? pluralize(findings[severity], severity)
      : `${findings[severity]} ${severity}`,
  );
  return found.length === 0
    ? `no findings in ${jobs}`
    : `${found.join(', ')} in ${withFindings} of ${jobs}`;
}

function totalColor({ checked, findings, unreadable }: CheckCounts, colors: Colors): Colors['red'] {
  const levels = SEVERITIES.filter((severity) => findings[severity] > 0).map(level);
  if (unreadable > 0 || levels.includes('error')) return colors.red;
  if (levels.includes('warning')) return colors.yellow;
  return checked > 0 ? colors.green : colors.bold;
}

/** A finding is listed under its object, or under its file if it is not about an object. */
function hasSameTitle(finding: LocatedFinding, previous: LocatedFinding | undefined): boolean {
  if (finding.object !== null) return previous?.object === finding.object;
  return previous?.object === null && previous.file === finding.file;
}

function titleOf({ object, kind, namespace, name, file }: LocatedFinding): string {
  if (object === null) return escapeInvisible(file);
  const prefix = namespace === null ? '' : `${namespace}/`;
  return escapeInvisible(`${kind ?? 'object'} ${prefix}${name ?? '(unnamed)'}`);
}

function findingLines(finding: LocatedFinding, colors: Colors): string[] {
  const { severity, rule, field, message, fix } = finding;
  const color = { error: colors.red, warning: colors.yellow, info: colors.cyan }[level(severity)];
  const place = escapeInvisible(formatSource(finding));
  const subject = field === null ? '' : `${colors.bold(escapeInvisible(field))}: `;
  return [
    `  ${place}  ${color(severity)}  ${colors.dim(escapeInvisible(rule))}`,
    `    ${subject}${escapeInvisible(message)}`,
    `    ${colors.cyan('fix:')} ${escapeInvisible(fix)}`,
    ...excerptLines(finding, colors).map((line) => `    ${line}`),
  ];
}

function excerptLines({ line, excerpt }: LocatedFinding, colors: Colors): string[] {
  if (excerpt === undefined) return [];
  const { line: text, before } = formatExcerpt(excerpt);
  const gutter = String(line);
  return [
    `${colors.dim(`${gutter} |`)} ${text}`,
    `${colors.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(before)}${colors.bold('^')}`,
  ];
}
