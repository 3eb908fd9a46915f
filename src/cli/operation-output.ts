import { printGithubResult } from './github-result';
import { ProgressPrinter } from './progress-printer';
import { write } from './streams';
import type { WatchFlags } from './watch-options';
import type { DeployEvent, Report } from '../deploy';
import { realClock } from '../deploy/runtime/clock';
import { colorsFor } from '../output/colors';
import { GithubLog } from '../output/github-log';
import { Progress } from '../output/progress';
import { progressLine } from '../output/progress-line';
import { rejectionLines } from '../output/rejection-lines';
import { resultJson } from '../output/result-json';
import { summaryText } from '../output/summary-text';

/**
 * What a command prints of an operation: progress and logs to stderr, the result to stdout. For
 * GitHub Actions all goes to stdout: the runner does not keep the order of two streams, and the
 * group of a log must not contain what follows it.
 */
export class OperationOutput {
  private readonly startedAt = realClock.now();
  private readonly stream: NodeJS.WriteStream;
  private readonly github?: GithubLog;
  private readonly printer?: ProgressPrinter;

  public constructor(private readonly flags: Pick<WatchFlags, 'logs' | 'output' | 'quiet'>) {
    const { logs, output, quiet } = flags;
    const isGithub = output === 'github';
    this.stream = isGithub ? process.stdout : process.stderr;
    const progress = new Progress({
      colors: colorsFor(this.stream),
      pods: logs !== 'failed',
      textResult: output !== 'json',
      now: () => Date.now(),
    });
    if (isGithub) this.github = new GithubLog(progress);
    if (!quiet) this.printer = new ProgressPrinter(this.stream, this.github ?? progress, realClock);
  }

  /** Prints an event. @returns a promise if the stream is full, which resolves when it is not */
  public print(event: DeployEvent): Promise<void> | undefined {
    if (event.type === 'log' && this.flags.logs !== 'all') return undefined;
    return this.printer?.print(event);
  }

  /** Prints a warning of the command, also with `--quiet`. */
  public warn(message: string): void {
    const event = { type: 'warning', message } as const;
    if (this.printer) void this.printer.print(event);
    else void write(this.stream, `${progressLine(event, colorsFor(this.stream))}\n`);
  }

  /** Ends the progress. */
  public close(): void {
    this.printer?.close();
  }

  /** Prints the result. */
  public finish(report: Report): void {
    const { output, quiet } = this.flags;
    const seconds = (realClock.now() - this.startedAt) / 1000;
    if (this.github) {
      printGithubResult(this.github.finish(), report, seconds);
      return;
    }
    process.stderr.write(rejectionLines(report.errors, colorsFor(process.stderr)));
    if (process.stderr.isTTY && !quiet) process.stderr.write('\n'); // separates the two
    process.stdout.write(
      output === 'json'
        ? resultJson(report)
        : summaryText(report, seconds, colorsFor(process.stdout)),
    );
  }
}
