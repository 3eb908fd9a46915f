#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { cleanupCommand } from './cleanup';
import { deployCommand } from './deploy';
import { EXIT_INTERNAL_ERROR, EXIT_REJECTED, EXIT_USAGE } from './exit-code';
import { handleOutputErrors } from './output-errors';
import { planCommand } from './plan';
import { setNonBlocking } from './streams';
import { withoutDeletingCommand } from './suggestion';
import { triggerCommand } from './trigger';
import { version } from './version';
import { waitCommand } from './wait';
import { AccessError } from '../deploy/kube/access';
import { ApiError, ConnectionError } from '../deploy/kube/errors';
import { InputError } from '../manifests/problem';
import { sanitizeTerminal } from '../output/sanitize';

const COMMANDS = [
  checkCommand,
  planCommand,
  deployCommand,
  waitCommand,
  triggerCommand,
  cleanupCommand,
];

async function main(): Promise<void> {
  handleOutputErrors();
  setNonBlocking(process.stdout);
  setNonBlocking(process.stderr);
  const program = new Command('cdk8s-jobs')
    .description('Validate, deploy and wait for Kubernetes Jobs.')
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
    .helpCommand('help [command]', 'Print help for a command')
    .addHelpText('after', '\nRun cdk8s-jobs COMMAND --help for options, examples and exit codes.')
    .configureOutput({ outputError: (text, writeText) => writeText(withoutDeletingCommand(text)) })
    .exitOverride();
  for (const command of COMMANDS) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

/** Prints an error, and returns the exit code for it. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE; // printed
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError) {
    printErrors(message.split('\n'));
    return EXIT_USAGE;
  }
  if ([AccessError, ConnectionError, ApiError].some((type) => error instanceof type)) {
    printErrors(message.split('\n'));
    return EXIT_REJECTED;
  }
  printErrors([`internal error: ${message}; please report it (DEBUG=1 prints the stack trace)`]);
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT_INTERNAL_ERROR;
}

function printErrors(messages: readonly string[]): void {
  for (const message of messages) process.stderr.write(`error: ${sanitizeTerminal(message)}\n`);
}

void main();
