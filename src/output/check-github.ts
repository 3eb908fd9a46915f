import pico from 'picocolors';
import { totalsText } from './check-text';
import { relativePath } from './relative-path';
import { escapeInvisible } from './sanitize';
import { level } from '../kubernetes/rules/finding';
import type { CheckReport, LocatedFinding } from '../manifests/check-report';
import { STANDARD_INPUT } from '../manifests/read-files';
import { skippedMessage } from '../manifests/skipped';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Formats findings as commands of GitHub Actions, which shows them beside the lines of a pull
 * request. Files are relative to `folder`.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function checkGithub(
  { findings, problems, skipped, counts }: CheckReport,
  folder: string,
): string {
  return [
    ...problems.map(({ message }) => `::error title=cdk8s-jobs check::${escapeData(message)}`),
    ...findings.map((finding) => annotation(finding, folder)),
    ...skipped.map(
      (source) => `::notice title=cdk8s-jobs check::${escapeData(skippedMessage(source, 'check'))}`,
    ),
    totalsText(counts, pico.createColors(false)),
    '',
  ].join('\n');
}

function annotation(finding: LocatedFinding, folder: string): string {
  const { severity, rule, field, message, fix, file, line, column } = finding;
  const properties = {
    ...(file !== STANDARD_INPUT && { file: relativePath(file, folder), line, col: column }),
    title: `${severity} (${rule})`,
  };
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  const where = field === null ? '' : `${field}: `;
  const text = `${subjectText(finding)}${where}${message}\nfix: ${fix}`;
  return `::${COMMANDS[level(severity)]} ${list}::${escapeData(text)}`;
}

function subjectText({ kind, namespace, name }: LocatedFinding): string {
  if (name === null) return '';
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}: `;
}

/** Escapes the message of a command. */
function escapeData(text: string): string {
  return text
    .split('\n')
    .map(escapeInvisible)
    .join('\n')
    .replace(/%/g, '%25')
    .replace(/\r/g, '%0D')
    .replace(/\n/g, '%0A');
}

/** Escapes the value of a property of a command. */
function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
