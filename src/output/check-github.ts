import pico from 'picocolors';
import { totalsText } from './check-text';
import { githubCommand } from './github-command';
import { githubPlace } from './github-place';
import { level } from '../kubernetes/rules/finding';
import type { CheckReport, LocatedFinding } from '../manifests/check-report';
import { skippedMessage } from '../manifests/skipped';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;
const TITLE = { title: 'cdk8s-jobs check' };

/**
 * Formats findings as commands of GitHub Actions, which shows them beside the lines of a pull
 * request.
 * @param root folder of the repository, which annotations name files relative to
 * @param cwd what the files of the report are relative to
 */
export function checkGithub(
  { findings, problems, skipped, counts }: CheckReport,
  root: string,
  cwd = root,
): string {
  return [
    ...problems.map(({ message, source }) =>
      githubCommand('error', message, { ...githubPlace(source, root, cwd), ...TITLE }),
    ),
    ...findings.map((finding) => annotation(finding, root, cwd)),
    ...skipped.map((source) => githubCommand('notice', skippedMessage(source, 'check'), TITLE)),
    totalsText(counts, pico.createColors(false)),
    '',
  ].join('\n');
}

function annotation(finding: LocatedFinding, root: string, cwd: string): string {
  const { severity, rule, field, message, fix, file, line, column } = finding;
  const properties = {
    ...githubPlace({ file, line, column }, root, cwd),
    title: `${severity} (${rule})`,
  };
  const where = field === null ? '' : `${field}: `;
  const text = `${subjectText(finding)}${where}${message}\nfix: ${fix}`;
  return githubCommand(COMMANDS[level(severity)], text, properties);
}

function subjectText({ kind, namespace, name }: LocatedFinding): string {
  if (name === null) return '';
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}: `;
}
