import type { Interrupt } from './interrupt';
import { LogFiles } from './log-files';
import { ProgressPrinter } from './progress-printer';
import { exitUnlessDrained, write } from './streams';
import type { WatchFlags } from './watch-options';
import type { Report, SessionOptions, TrackOptions } from '../deploy';
import { realClock } from '../deploy/runtime/clock';
import { Colors, colorsFor } from '../output/colors';
import { omitLogTails } from '../output/omit-log-tails';
import { Progress } from '../output/progress';
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
  | 'quiet'
  | 'logs'
  | 'logsDir';

/**
 * Runs an operation that waits for Jobs, and prints its progress and result.
 * @returns the exit code
 */
export async function runAndReport<Flags extends WatchFlags>(
  interrupt: Interrupt,
  {
    timeout,
    jobTimeout,
    startTimeout,
    progressTimeout,
    apiOutageTimeout,
    output,
    quiet,
    logs,
    logsDir,
    ...options
  }: Flags,
  operation: (options: SessionOptions & TrackOptions & Omit<Flags, RenamedFlag>) => Promise<Report>,
): Promise<number> {
  const colors = colorsFor(process.stderr);
  const startedAt = realClock.now();
  const printer = quiet ? undefined : progressPrinter(logs, output, colors);
  const warn = (message: string) =>
    void write(process.stderr, `${progressLine({ type: 'warning', message }, colors)}\n`);
  const files = logsDir === undefined ? undefined : new LogFiles(logsDir, warn);
  const report = await operation({
    ...options,
    timeoutSeconds: timeout,
    jobTimeoutSeconds: jobTimeout,
    startTimeoutSeconds: startTimeout,
    progressTimeoutSeconds: progressTimeout,
    apiOutageTimeoutSeconds: apiOutageTimeout,
    signal: interrupt.signal,
    logs: files === undefined ? (quiet && logs === 'all' ? 'failed' : logs) : 'all',
    onEvent: (event) => {
      files?.add(event);
      return event.type === 'log' && logs !== 'all' ? undefined : printer?.print(event);
    },
  }).finally(() => printer?.close());
  const seconds = (realClock.now() - startedAt) / 1000;
  process.stderr.write(rejectionLines(report.errors, colors));
  if (process.stderr.isTTY && !quiet) process.stderr.write('\n'); // separates progress and result
  process.stdout.write(
    resultText(logs === 'none' ? omitLogTails(report) : report, seconds, output),
  );
  exitUnlessDrained();
  return interrupt.exitCode(report.outcome);
}

function progressPrinter(
  logs: WatchFlags['logs'],
  output: WatchFlags['output'],
  colors: Colors,
): ProgressPrinter {
  const [pods, textResult] = [logs !== 'failed', output === 'text'];
  const progress = new Progress({ colors, pods, textResult, now: () => Date.now() });
  return new ProgressPrinter(process.stderr, progress, realClock);
}

function resultText(report: Report, seconds: number, output: WatchFlags['output']): string {
  return output === 'json'
    ? resultJson(report)
    : summaryText(report, seconds, colorsFor(process.stdout));
}
