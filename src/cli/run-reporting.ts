import { printGithubFailure } from './github-result';
import type { Interrupt } from './interrupt';
import { ReportFile } from './report-file';
import { runCommand } from './run-command';
import type { WatchFlags } from './watch-options';
import { failedReport } from '../output/failure-json';
import { resultJson } from '../output/result-json';

/**
 * Runs a command whose result is a report. If it fails before it has one, the report that says so
 * is printed in the format that was asked for, and written to the file of `--report`.
 * @param work returns the exit code
 */
export async function runReporting(
  { output, report: path }: Pick<WatchFlags, 'output' | 'report'>,
  work: (interrupt: Interrupt, file: ReportFile | undefined) => Promise<number>,
): Promise<void> {
  let file: ReportFile | undefined;
  await runCommand(
    (failure, exitCode) => {
      const report = failedReport(failure);
      if (output === 'json') process.stdout.write(resultJson(report));
      if (output === 'github') printGithubFailure(report);
      file?.write(report, exitCode);
    },
    async (interrupt) => {
      if (path !== undefined) file = new ReportFile(path);
      return work(interrupt, file);
    },
  );
}
