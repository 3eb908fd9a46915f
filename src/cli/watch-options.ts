import { Command, Option } from 'commander';
import { durationSeconds } from './duration';
import { parseOnStuck } from './on-stuck-option';
import type { LogChoice, OnCancel, StuckPolicy } from '../deploy';

/** How Jobs are waited for, and what is printed. */
export interface WatchFlags {
  readonly timeout?: number;
  readonly jobTimeout?: number;
  readonly startTimeout?: number;
  readonly progressTimeout?: number;
  readonly apiOutageTimeout?: number;
  readonly onStuck?: StuckPolicy;
  readonly onCancel: OnCancel;
  readonly logs: LogChoice;
  readonly logsDir?: string;
  readonly report?: string;
  readonly output: 'text' | 'json' | 'github';
  readonly quiet?: boolean;
}

const EXIT_CODES = `
Exit codes:
  0              all Jobs succeeded, now or in an earlier run
  1              a Job failed
  2              usage error or invalid input; nothing was applied
  3              an object was rejected, or the API server could not be reached
  4              a Job was deleted or replaced, or its outcome is unknown
  5              a Job cannot start
  70             internal error
  74             output could not be written; the Jobs were waited for
  124            timed out
  129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM`;

/**
 * Adds the options of commands that wait for Jobs.
 * @param cancelActions what an interruption may do to Jobs that have not ended
 */
export function watchOptions(command: Command, cancelActions: readonly OnCancel[]): Command {
  return outputOptions(waitOptions(command, cancelActions)).addHelpText('after', EXIT_CODES);
}

function waitOptions(command: Command, cancelActions: readonly OnCancel[]): Command {
  return command
    .optionsGroup('Wait options:')
    .option(
      '--timeout <duration>',
      'Maximum time for the whole command, such as 90s, 5m or 1h30m (default: no limit)',
      durationSeconds,
    )
    .option(
      '--job-timeout <duration>',
      'Maximum time for each Job; overridden per Job by the annotation cdk8s-jobs/timeout',
      durationSeconds,
    )
    .option(
      '--start-timeout <duration>',
      'Maximum time for a Job to start its first Pod (excluding suspension)',
      durationSeconds,
    )
    .option(
      '--progress-timeout <duration>',
      'Maximum time in which no Pod, counter or log of a Job changes',
      durationSeconds,
    )
    .option(
      '--api-outage-timeout <duration>',
      'Maximum time for which the API server may be unreachable (default: 5m)',
      durationSeconds,
    )
    .option(
      '--on-stuck <class=action>',
      'What to do if a Job cannot start for a reason of this class: fatal, warn or ignore, ' +
        'such as image=warn (repeatable)',
      parseOnStuck,
    )
    .addOption(
      new Option('--on-cancel <action>', 'What to do with unfinished Jobs on Ctrl-C or SIGTERM')
        .choices(cancelActions)
        .default('detach'),
    );
}

function outputOptions(command: Command): Command {
  return command
    .optionsGroup('Output options:')
    .addOption(
      new Option(
        '--logs <which>',
        'Logs to print: all, failed (the last lines of failed attempts, in the result), or none',
      )
        .choices(['all', 'failed', 'none'] satisfies LogChoice[])
        .default('all'),
    )
    .option(
      '--logs-dir <folder>',
      'Folder to write the log of each container to, unchanged, whatever --logs is',
    )
    .option('--report <file>', 'File to write the JSON report to, whatever --output is')
    .addOption(
      new Option(
        '-o, --output <format>',
        'Format of the result; github prints everything to stdout, as GitHub Actions shows it',
      )
        .choices(['text', 'json', 'github'])
        .default('text'),
    )
    .option('-q, --quiet', 'Print only the result and errors: no progress, warnings and logs');
}
