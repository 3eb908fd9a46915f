import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ClusterFlags, clusterOptions } from './cluster-options';
import type { Interrupt } from './interrupt';
import { runCommand } from './run-command';
import { cleanup, CleanupReport } from '../deploy/commands/cleanup';
import { cleanupText } from '../output/cleanup-text';
import { colorsFor } from '../output/colors';
import { failedCleanupJson } from '../output/failure-json';
import { rejectionLines } from '../output/rejection-lines';
import { resultJson } from '../output/result-json';

interface CleanupFlags extends ClusterFlags {
  readonly keepSucceeded: number;
  readonly keepFailed: number;
  readonly selector?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly output: 'text' | 'json';
}

const HELP = `
Examples:
  cdk8s-jobs cleanup -n shop --dry-run
  cdk8s-jobs cleanup -n shop --keep-succeeded 1 --keep-failed 0

Exit codes:
  0   all superseded runs were deleted
  2   usage error
  3   a run could not be deleted, or the API server could not be reached
  70  internal error
  74  output could not be written
  129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM`;

export const cleanupCommand = new Command('cleanup')
  .summary('Delete finished runs that newer runs have superseded')
  .description(
    'Deletes finished Jobs that a newer run of the same Job has superseded, with their Pods, ' +
      'except for the newest few. Never deletes the newest run of a Job, an active run, or a ' +
      'Job that cdk8s-jobs has not applied.',
  )
  .option(
    '--keep-succeeded <number>',
    'Superseded runs of each Job to keep that succeeded, the newest ones',
    parseCount,
    3,
  )
  .option(
    '--keep-failed <number>',
    'Superseded runs of each Job to keep that failed, the newest ones',
    parseCount,
    1,
  )
  .option('-l, --selector <labels>', 'Label selector of the Jobs to clean up (default: all Jobs)')
  .option('--dry-run', 'Print what would be deleted, and delete nothing')
  .option('-y, --yes', 'Delete without asking for confirmation in a terminal')
  .addOption(
    new Option('-o, --output <format>', 'Format of the result')
      .choices(['text', 'json'])
      .default('text'),
  )
  .addHelpText('after', HELP)
  .action((flags: CleanupFlags) =>
    runCommand(
      flags.output === 'json'
        ? (failure) => process.stdout.write(failedCleanupJson(failure))
        : undefined,
      (interrupt) => runCleanup(flags, interrupt),
    ),
  );

clusterOptions(cleanupCommand);

async function runCleanup(
  { output, yes = false, ...flags }: CleanupFlags,
  interrupt: Interrupt,
): Promise<number> {
  const options = { ...flags, signal: interrupt.signal };
  const asks = process.stdin.isTTY && process.stderr.isTTY && !yes && !options.dryRun;
  const preview = asks ? await cleanup({ ...options, dryRun: true }) : undefined;
  const report =
    preview === undefined || (await isConfirmed(preview, interrupt))
      ? await cleanup(options)
      : { ...preview, deleted: [], deletedConfigMaps: [] };
  process.stderr.write(rejectionLines(report.errors, colorsFor(process.stderr)));
  process.stdout.write(
    output === 'json' ? resultJson(report) : cleanupText(report, options.dryRun ?? false),
  );
  return interrupt.exitCode(report.outcome);
}

/** Prints what would be deleted, and asks. There is nothing to ask if nothing can be deleted. */
async function isConfirmed(report: CleanupReport, interrupt: Interrupt): Promise<boolean> {
  if (report.deleted.length === 0) return true;
  process.stderr.write(cleanupText(report, true));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    const answer = await interrupt.race(terminal.question('Delete them? [y/N] '));
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 3.');
  return Number(text);
}
