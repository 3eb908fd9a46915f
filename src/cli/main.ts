#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { cleanupCommand } from './cleanup';
import { deployCommand } from './deploy';
import { EXIT_INTERNAL_ERROR, EXIT_REJECTED, EXIT_USAGE } from './exit-code';
import { neverWait } from './output';
import { planCommand } from './plan';
import { triggerCommand } from './trigger';
import { version } from './version';
import { waitCommand } from './wait';
import { AccessError } from '../deploy/kube/access';
import { ApiError, ConnectionError } from '../deploy/kube/errors';
import { InputError } from '../manifests/problem';
import { sanitizeTerminal } from '../output/sanitize';

/** There is no cluster to speak to, or it says no. */
const UNREACHED = [AccessError, ConnectionError, ApiError];

const COMMANDS = [
  checkCommand,
  planCommand,
  deployCommand,
  waitCommand,
  triggerCommand,
  cleanupCommand,
];

async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever reads the output may stop reading (`| head`): no reason for a stack trace.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    neverWait(stream);
  }
  const program = new Command('cdk8s-jobs')
    .description(
      'Kubernetes Jobs: check them without a cluster, apply them, wait for them, be told the truth about how they ended',
    )
    .version(version)
    .exitOverride();
  for (const command of COMMANDS) {
    program.addCommand(command.exitOverride().copyInheritedSettings(program));
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE; // commander has said what is wrong
    } else if (error instanceof InputError || UNREACHED.some((kind) => error instanceof kind)) {
      process.stderr.write(
        `${(error as Error).message
          .split('\n')
          .map((line) => `error: ${sanitizeTerminal(line)}`)
          .join('\n')}\n`,
      );
      process.exitCode = error instanceof InputError ? EXIT_USAGE : EXIT_REJECTED;
    } else {
      process.stderr.write(
        `error: ${sanitizeTerminal(String(error instanceof Error ? error.message : error))}; this is a defect of cdk8s-jobs (set DEBUG=1 to see where)\n`,
      );
      if (process.env.DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
      process.exitCode = EXIT_INTERNAL_ERROR;
    }
  }
}

void main();
