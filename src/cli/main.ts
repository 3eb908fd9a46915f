#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { cleanupCommand } from './cleanup';
import { deployCommand } from './deploy';
import { EXIT_USAGE } from './exit-code';
import { explainCommand } from './explain';
import { localCommand } from './local';
import { handleOutputErrors } from './output-errors';
import { planCommand } from './plan';
import { setNonBlocking } from './streams';
import { withoutDeletingCommand } from './suggestion';
import { triggerCommand } from './trigger';
import { version } from './version';
import { waitCommand } from './wait';

const COMMANDS = [
  checkCommand,
  explainCommand,
  planCommand,
  deployCommand,
  waitCommand,
  triggerCommand,
  cleanupCommand,
  localCommand,
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
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE; // its message is printed
  }
}

void main();
