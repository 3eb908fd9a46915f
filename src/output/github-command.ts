import { escapeInvisible } from './sanitize';

/** A workflow command that these formatters print. */
type GithubCommand = 'error' | 'warning' | 'notice' | 'group' | 'endgroup';

/**
 * Formats a workflow command of GitHub Actions. It has to begin a line.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubCommand(
  command: GithubCommand,
  data = '',
  properties: Readonly<Record<string, string | number>> = {},
): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${command}${list && ` ${list}`}::${escapeData(data)}`;
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
