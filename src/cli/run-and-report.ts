import { exitCode } from './exit-code';
import { handleInterrupts } from './interrupt';
import { LogFiles } from './log-files';
import { exitUnlessDrained, write } from './streams';
import type { WatchFlags } from './watch-options';
import type { DeployEvent, Report, SessionOptions, TrackOptions } from '../deploy';
import { Colors, colorsFor } from '../output/colors';
import { omitLogTails } from '../output/omit-log-tails';
import { progressLine } from '../output/progress-line';
import { rejectionLines } from '../output/rejection-lines';
import { resultJson } from '../output/result-json';
import { summaryText } from '../output/summary-text';

/** Flags that operations take under other names, or not at all. */
type RenamedFlag =
  | 'timeout'
  | 'jobTimeout'
  | 'startTimeout'
  | 'progressTimeout'
  | 'apiOutageTimeout'
  | 'output'
  | 'logs'
  | 'logsDir';

/** Runs an operation that waits for Jobs, prints its progress and result, and sets the exit code. */
export async function runAndReport<Flags extends WatchFlags>(
  {
    timeout,
    jobTimeout,
    startTimeout,
    progressTimeout,
    apiOutageTimeout,
    output,
    logs,
    logsDir,
    ...options
  }: Flags,
  operation: (options: SessionOptions & TrackOptions & Omit<Flags, RenamedFlag>) => Promise<Report>,
): Promise<void> {
  const interrupt = handleInterrupts();
  const colors = colorsFor(process.stderr);
  const print = (event: DeployEvent) => write(process.stderr, `${progressLine(event, colors)}\n`);
  const warn = (message: string) => void print({ type: 'warning', message });
  const files = logsDir === undefined ? undefined : new LogFiles(logsDir, warn);
  const report = await operation({
    ...options,
    timeoutSeconds: timeout,
    jobTimeoutSeconds: jobTimeout,
    startTimeoutSeconds: startTimeout,
    progressTimeoutSeconds: progressTimeout,
    apiOutageTimeoutSeconds: apiOutageTimeout,
    signal: interrupt.signal,
    logs: files === undefined ? logs : 'all',
    onEvent: (event) => {
      files?.add(event);
      return event.type === 'log' && logs !== 'all' ? undefined : print(event);
    },
  });
  printReport(logs === 'none' ? omitLogTails(report) : report, output, colors);
  exitUnlessDrained();
  process.exitCode = ['detached', 'cancelled'].includes(report.outcome)
    ? interrupt.exitCode()
    : exitCode(report.outcome);
  await interrupt.exitIfInterrupted();
}

function printReport(report: Report, output: WatchFlags['output'], colors: Colors): void {
  process.stderr.write(rejectionLines(report.errors, colors));
  if (process.stderr.isTTY) process.stderr.write('\n'); // separates progress and result
  process.stdout.write(
    output === 'json' ? resultJson(report) : summaryText(report, colorsFor(process.stdout)),
  );
}
