/* eslint-disable no-control-regex */
import { collapseCarriageReturns } from '../kubernetes/carriage-return';

/**
 * Colours and styles (SGR) only change how text looks, and erasing a line (EL) erases nothing here.
 * Every other control character could move the cursor or do worse.
 */
const CONTROL = /\x1b\[[\d;]*m|\x1b\[[0-2]?K|[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;
/** A sequence that turns a colour or style on, unless `COLOR_OFF` matches it. */
const COLOR = /\x1b\[[\d;]*m/g;
const COLOR_OFF = /^\x1b\[(?:0|2[2-9]|39|49|;)*m$/;
/**
 * The beginning of a command anywhere in a line, for the runner of GitHub (`##[`, its old syntax)
 * and the agents of Azure Pipelines (`##vso[`) and TeamCity (`##teamcity[`). Commands that are
 * recognized only at the beginning of a line (`::error::`) follow a prefix here.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 * @see https://github.com/microsoft/azure-pipelines-agent (Microsoft.VisualStudio.Services.Agent/Command.cs)
 */
const CI_COMMAND = /##(?=\w*\[)/g;
/**
 * Control characters, and characters that are invisible or change the direction of writing, which
 * could make a string look like another one.
 */
const DECEPTIVE = /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes control characters other than colours, and commands of CI systems. */
export function sanitizeTerminal(text: string): string {
  return escapeCiCommands(
    text.replace(CONTROL, (found) => {
      if (found.endsWith('K')) return '';
      return found.length > 1 ? found : escapeCharacter(found);
    }),
  );
}

/** Escapes the beginning of commands of CI systems. */
export function escapeCiCommands(text: string): string {
  return text.replace(CI_COMMAND, '#\\x23');
}

/** Joins a message of the API server, a kubelet or a plugin to one line that is safe to print. */
export function sanitizeMessage(message: string): string {
  return closeColor(
    sanitizeTerminal(
      message
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' '),
    ),
  );
}

/** Escapes all that is not plainly visible, colours included, in a string of the input. */
export function escapeInvisible(text: string): string {
  return escapeCiCommands(text.replace(DECEPTIVE, escapeCharacter));
}

/**
 * Formats a JSON document that is safe to print: JSON itself escapes only half of the control
 * characters, and no commands of CI systems. Parsers read what was written.
 */
export function formatJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2).replace(
    /[\x7f-\x9f]|(?<=#)#(?=\w*\[)/g,
    (found) => `\\u${hex(found, 4)}`,
  );
  return `${json}\n`;
}

/** Returns a line of a container's log as it can be printed. A colour that is on ends with it. */
export function sanitizeLogLine(text: string): string {
  return closeColor(sanitizeTerminal(collapseCarriageReturns(text)));
}

function closeColor(line: string): string {
  const last = line.match(COLOR)?.at(-1);
  return last === undefined || COLOR_OFF.test(last) ? line : `${line}\x1b[0m`;
}

function escapeCharacter(character: string): string {
  return character < '\u0100' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
