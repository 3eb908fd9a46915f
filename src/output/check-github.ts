import pico from 'picocolors';
import { formatTotals } from './check-text';
import { relativePath } from './relative-path';
import { escapeInvisible } from './sanitize';
import { level } from '../kubernetes/rules/finding';
import type { CheckReport, PlacedFinding } from '../manifests/check';
import { STANDARD_INPUT } from '../manifests/read-files';

/**
 * The findings as commands of GitHub Actions, which shows them beside the lines of a pull request.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function checkGithub({ findings, problems, counts }: CheckReport, folder: string): string {
  const paths = problems.map(({ message }) => `::error title=cdk8s-jobs check::${data(message)}`);
  return [
    ...paths,
    ...findings.map((finding) => annotation(finding, folder)),
    formatTotals(counts, pico.createColors(false)),
    '',
  ].join('\n');
}

function annotation(
  { severity, rule, kind, namespace, name, field, message, fix, file, line, column }: PlacedFinding,
  folder: string,
): string {
  const properties = {
    ...(file !== STANDARD_INPUT && { file: relativePath(file, folder), line, col: column }),
    title: `${severity} (${rule})`,
  };
  const subject =
    name === null ? '' : `${kind} ${namespace === null ? '' : `${namespace}/`}${name}: `;
  const text = `${subject}${field === null ? '' : `${field}: `}${message}\nfix: ${fix}`;
  return `::${level(severity)} ${Object.entries(properties)
    .map(([key, value]) => `${key}=${property(String(value))}`)
    .join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text
    .split('\n')
    .map(escapeInvisible)
    .join('\n')
    .replace(/%/g, '%25')
    .replace(/\r/g, '%0D')
    .replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
