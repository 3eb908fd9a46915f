import type { Interrupt } from './interrupt';
import { LogFiles } from './log-files';
import { OperationOutput } from './operation-output';
import type { ReportFile } from './report-file';
import { exitUnlessDrained } from './streams';
import type { WatchFlags } from './watch-options';
import type { Report, SessionOptions, TrackOptions } from '../deploy';
import { omitLogTails } from '../output/omit-log-tails';

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
  | 'logsDir'
  | 'report';

/**
 * Runs an operation that waits for Jobs, and prints its progress and result.
 * @param reportFile the file of `--report`. @default none is written
 * @returns the exit code
 */
export async function runAndReport<Flags extends WatchFlags>(
  interrupt: Interrupt,
  reportFile: ReportFile | undefined,
  {
    timeout,
    jobTimeout,
    startTimeout,
    progressTimeout,
    apiOutageTimeout,
    output: format,
    quiet,
    logs,
    logsDir,
    report: _,
    ...options
  }: Flags,
  operation: (options: SessionOptions & TrackOptions & Omit<Flags, RenamedFlag>) => Promise<Report>,
): Promise<number> {
  const output = new OperationOutput({ output: format, quiet, logs });
  const files = logsDir && new LogFiles(logsDir, (message) => output.warn(message));
  const report = await operation({
    ...options,
    timeoutSeconds: timeout,
    jobTimeoutSeconds: jobTimeout,
    startTimeoutSeconds: startTimeout,
    progressTimeoutSeconds: progressTimeout,
    apiOutageTimeoutSeconds: apiOutageTimeout,
    signal: interrupt.signal,
    logs: files ? 'all' : quiet && logs === 'all' ? 'failed' : logs,
    onEvent: (event) => {
      if (files) files.add(event);
      return output.print(event);
    },
  }).finally(() => output.close());
  const printed = logs === 'none' ? omitLogTails(report) : report;
  output.finish(printed);
  exitUnlessDrained();
  const code = interrupt.exitCode(report.outcome);
  return reportFile ? reportFile.write(printed, code) : code;
}
