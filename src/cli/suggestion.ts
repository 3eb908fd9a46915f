/** A command that deletes is never suggested: a user may run a suggestion without reading it. */
const DELETING_COMMAND = /\n\(Did you mean [^)]*\bcleanup\b[^)]*\)/;

/** Removes the suggestion from an error message of commander if it names a command that deletes. */
export function withoutDeletingCommand(message: string): string {
  return message.replace(DELETING_COMMAND, '');
}
