/* eslint-disable no-control-regex */
import { collapseCarriageReturns } from '../kubernetes/carriage-return';

/**
 * Colours and the like (SGR) change nothing but looks, and what erases a line (EL) finds nothing to erase. Every other control
 * character could move the cursor or worse.
 */
const CONTROL = /\x1b\[[\d;]*m|\x1b\[[0-2]?K|[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;
/** What turns colours and the like on, unless it is what turns them off. */
const COLOUR = /\x1b\[[\d;]*m/g;
const COLOUR_OFF = /^\x1b\[(?:0|2[2-9]|39|49|;)*m$/;
/**
 * What begins a command wherever in a line it stands, for the runner of GitHub (`##[`, its old way), the agents of Azure Pipelines
 * (`##vso[`) and of TeamCity (`##teamcity[`). What begins one only at the beginning of a line (`::error::`) comes after a prefix here.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 */
const COMMAND = /##(?=\w*\[)/g;

/** A text as it may be shown on a terminal or in a CI system: verbatim, unless it holds control characters or commands. */
export function sanitizeTerminal(text: string): string {
  return escapeCiCommands(
    text.replace(CONTROL, (found) =>
      found.endsWith('K')
        ? ''
        : found.length > 1
          ? found
          : `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`,
    ),
  );
}

/** A text in which no CI system finds a command. */
export function escapeCiCommands(text: string): string {
  return text.replace(COMMAND, '#\\x23');
}

/** What a server, a kubelet or a plugin says, which is not always one line, as one. */
export function sanitizeMessage(message: string): string {
  return closed(
    sanitizeTerminal(
      message
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' '),
    ),
  );
}

/** Control characters, and what turns the direction of writing or cannot be seen, so that a text could read as another. */
const DECEPTIVE = /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text of the input with all that is not plainly visible spelled out, colours too: what it says is what it is. */
export function escapeInvisible(text: string): string {
  return escapeCiCommands(
    text.replace(DECEPTIVE, (found) => {
      const code = found.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    }),
  );
}

/** A document of JSON that says the same to programs, and nothing to terminals and CI systems: JSON itself spells out only half of the control characters. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[\x7f-\x9f]|(?<=#)#(?=\w*\[)/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** A line of a container's log as it may be shown. A colour that it leaves on ends with it. */
export function sanitizeLogLine(text: string): string {
  return closed(sanitizeTerminal(collapseCarriageReturns(text)));
}

function closed(line: string): string {
  const last = line.match(COLOUR)?.at(-1);
  return last === undefined || COLOUR_OFF.test(last) ? line : `${line}\x1b[0m`;
}
