import { Command, Option } from 'commander';
import { durationSeconds } from './duration';
import { exitCode } from './exit-code';
import { interruptible } from './interrupt';
import { LogFiles } from './log-files';
import { endUnread, write } from './output';
import { stuckOption } from './stuck-option';
import type { Report } from '../deploy/core/report';
import type { SessionOptions } from '../deploy/core/session';
import type { LogChoice } from '../deploy/logs/log-choice';
import type { OnCancel } from '../deploy/track/cancel';
import type { TrackOptions } from '../deploy/track/track-options';
import type { StuckPolicy } from '../deploy/verdict/stuck';
import { paintFor } from '../output/color';
import { json } from '../output/json';
import { omitLogTails } from '../output/omit-log-tails';
import { progressLine } from '../output/progress';
import { errors, summary } from '../output/summary';

/** How Jobs are followed, and how it is told. */
export interface WatchFlags {
  readonly timeout?: number;
  readonly jobTimeout?: number;
  readonly startTimeout?: number;
  readonly progressTimeout?: number;
  readonly outage?: number;
  readonly onStuck?: StuckPolicy;
  readonly logs: LogChoice;
  readonly logsDir?: string;
  readonly onCancel: OnCancel;
  readonly output: 'text' | 'json';
}

export const FOLLOW_EXIT_CODES = `
Exit codes:
  0 every Job succeeded, now or before    1 a Job failed              2 wrong usage or input, nothing applied
  3 refused or out of reach               4 a Job vanished            5 a Job cannot start
  124 timed out                           130, 143 interrupted        70 a defect of this command`;

/** @param cancels what an interruption may do to Jobs */
export function watchOptions(command: Command, cancels: readonly OnCancel[]): Command {
  return command
    .option(
      '--timeout <duration>',
      'how long to wait at most, such as 90s, 5m or 1h30m (default: no limit)',
      durationSeconds,
    )
    .option(
      '--job-timeout <duration>',
      'the same for each Job; the annotation cdk8s-jobs/timeout of a Job goes before it',
      durationSeconds,
    )
    .option(
      '--start-timeout <duration>',
      'how long to wait at most until a Pod of a Job runs, from when it is not suspended',
      durationSeconds,
    )
    .option(
      '--progress-timeout <duration>',
      'how long to wait at most while no Pod, no counter and no log of a Job moves',
      durationSeconds,
    )
    .option(
      '--outage <duration>',
      'how long the API server may be out of reach while Jobs are followed (default: 5m)',
      durationSeconds,
    )
    .option(
      '--on-stuck <class=action>',
      'fatal, warn or ignore for what keeps a Job from starting, such as image=warn; again for more',
      stuckOption,
    )
    .addOption(
      new Option(
        '--logs <which>',
        'lines of logs: all as they are written, the last of failed attempts in the result, or none',
      )
        .choices(['all', 'failed', 'none'])
        .default('all'),
    )
    .option(
      '--logs-dir <folder>',
      'keep the log of each container there as a file, as it was written, whatever --logs says',
    )
    .addOption(
      new Option('--on-cancel <action>', 'what Ctrl-C and SIGTERM do to Jobs that have not ended')
        .choices(cancels)
        .default('detach'),
    )
    .addOption(
      new Option('-o, --output <format>', 'what the result is printed as')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', FOLLOW_EXIT_CODES);
}

/** Flags that the operation sees under other names, or not at all. */
type Read =
  | 'timeout'
  | 'jobTimeout'
  | 'startTimeout'
  | 'progressTimeout'
  | 'outage'
  | 'output'
  | 'logs'
  | 'logsDir';

/** Follows Jobs by `operation`: tells events as they happen, and the report at the end, and sets the exit code by it. */
export async function runAndReport<Flags extends WatchFlags>(
  {
    timeout,
    jobTimeout,
    startTimeout,
    progressTimeout,
    outage,
    output,
    logs,
    logsDir,
    ...options
  }: Flags,
  operation: (options: SessionOptions & TrackOptions & Omit<Flags, Read>) => Promise<Report>,
): Promise<void> {
  const interrupt = interruptible();
  const paint = paintFor(process.stderr);
  const warn = (message: string) => {
    void write(process.stderr, `${progressLine({ type: 'warning', message }, paint)}\n`);
  };
  const files = logsDir === undefined ? undefined : new LogFiles(logsDir, warn);
  const told = await operation({
    ...options,
    timeoutSeconds: timeout,
    jobTimeoutSeconds: jobTimeout,
    startTimeoutSeconds: startTimeout,
    progressTimeoutSeconds: progressTimeout,
    apiOutageTimeoutSeconds: outage,
    signal: interrupt.signal,
    logs: files === undefined ? logs : 'all',
    onEvent: (event) => {
      files?.take(event);
      return event.type === 'log' && logs !== 'all'
        ? undefined
        : write(process.stderr, `${progressLine(event, paint)}\n`);
    },
  });
  const report = logs === 'none' ? omitLogTails(told) : told;
  process.stderr.write(errors(report, paint));
  if (process.stderr.isTTY) process.stderr.write('\n'); // on a terminal the result follows on its heels
  process.stdout.write(
    output === 'json' ? json(report) : summary(report, paintFor(process.stdout)),
  );
  endUnread();
  process.exitCode = ['detached', 'cancelled'].includes(report.outcome)
    ? interrupt.exitCode()
    : exitCode(report.outcome);
  await interrupt.leave();
}
