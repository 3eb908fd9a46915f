import { Command, InvalidArgumentError, Option } from 'commander';
import { clusterOptions, ClusterFlags } from './cluster-options';
import { EXIT_REJECTED } from './exit-code';
import { cleanup } from '../deploy/commands/cleanup';
import { cleanupText } from '../output/cleanup-text';
import { paintFor } from '../output/color';
import { json } from '../output/json';
import { errors } from '../output/summary';

interface PruneFlags extends ClusterFlags {
  readonly keepSucceeded: number;
  readonly keepFailed: number;
  readonly selector?: string;
  readonly dryRun?: boolean;
  readonly output: 'text' | 'json';
}

export const cleanupCommand = clusterOptions(new Command('prune'))
  .summary('delete runs that later runs have superseded')
  .description(
    `Deletes Jobs of which a later run is there, with their Pods, but for the newest few. Never the newest run of a Job, never one that is active,
and only what cdk8s-jobs deploy has applied.`,
  )
  .option(
    '--keep-succeeded <number>',
    'how many superseded runs of each Job that succeeded are kept',
    whole,
    3,
  )
  .option(
    '--keep-failed <number>',
    'how many superseded runs of each Job that failed are kept',
    whole,
    1,
  )
  .option('-l, --selector <labels>', 'only Jobs with these labels')
  .option('--dry-run', 'say what would be deleted, and delete nothing')
  .addOption(
    new Option('-o, --output <format>', 'what the result is printed as')
      .choices(['text', 'json'])
      .default('text'),
  )
  .action(async ({ output, ...options }: PruneFlags) => {
    const report = await cleanup(options);
    process.stderr.write(errors(report, paintFor(process.stderr)));
    process.stdout.write(
      output === 'json' ? json(report) : cleanupText(report, options.dryRun ?? false),
    );
    process.exitCode = report.errors.length > 0 ? EXIT_REJECTED : 0;
  });

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number, such as 3.');
  return Number(text);
}
