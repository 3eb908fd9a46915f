import { Command, Option } from 'commander';
import { durationSeconds } from './duration';
import { exitCode } from './exit-code';
import { clusterOptions, ClusterFlags, runOptions, RunFlags } from './flags';
import { interruptible } from './interrupt';
import { LogFiles } from './log-files';
import { endUnread, write } from './output';
import { printPlan } from './plan';
import { stuckOption } from './stuck';
import { deploy } from '../deploy/deploy';
import type { LogChoice } from '../deploy/logs/job-logs';
import type { OnCancel } from '../deploy/track/cancel';
import type { StuckPolicy } from '../deploy/verdict/stuck';
import { readManifests } from '../manifests/read';
import { paintFor } from '../report/colour';
import { json } from '../report/json';
import { progressLine } from '../report/progress';
import { errors, summary } from '../report/summary';
import { withoutLastLines } from '../report/without-last-lines';

interface DeployFlags extends ClusterFlags, RunFlags {
  readonly dryRun?: boolean;
  readonly timeout?: number;
  readonly jobTimeout?: number;
  readonly startTimeout?: number;
  readonly progressTimeout?: number;
  readonly stuck?: StuckPolicy;
  readonly logs: LogChoice;
  readonly logsDir?: string;
  readonly onCancel: OnCancel;
  readonly output: 'text' | 'json';
}

export const deployCommand = runOptions(clusterOptions(new Command('deploy')))
  .summary('apply manifests, wait for their Jobs, say how they ended')
  .description(`Applies every object in PATH… by server-side apply, everything else before the Jobs, then follows the
Jobs until each has ended. Progress and the logs of the Jobs go to stderr, the result to stdout.

Deploying the same files again changes nothing and runs nothing again. A Job that has changed runs again, when no run of it is active.`)
  .argument('<path...>', 'files and folders of YAML or JSON; - is standard input')
  .option('--dry-run', 'do what plan does, and nothing else')
  .option('--timeout <duration>', 'how long to wait at most, such as 90s, 5m or 1h30m (default: no limit)', durationSeconds)
  .option('--job-timeout <duration>', 'the same for each Job; the annotation cdk8s-jobs/timeout of a Job goes before it', durationSeconds)
  .option('--start-timeout <duration>', 'how long to wait at most until a Pod of a Job runs, from when it is not suspended', durationSeconds)
  .option('--progress-timeout <duration>', 'how long to wait at most while no Pod, no counter and no log of a Job moves', durationSeconds)
  .option('--stuck <class=effect>', 'fatal, warn or ignore for what keeps a Job from starting, such as image=warn; again for more', stuckOption)
  .addOption(new Option('--logs <which>', 'lines of logs: all as they are written, the last of failed attempts in the result, or none').choices(['all', 'failed', 'none']).default('all'))
  .option('--logs-dir <folder>', 'keep the log of each container there as a file, as it was written, whatever --logs says')
  .addOption(new Option('--on-cancel <action>', 'what Ctrl-C and SIGTERM do to Jobs that have not ended').choices(['detach', 'suspend', 'delete']).default('detach'))
  .addOption(new Option('-o, --output <format>', 'what the result is printed as').choices(['text', 'json']).default('text'))
  .addHelpText('after', `
Examples:
  cdk8s-jobs deploy dist/                     what cdk8s synth has written
  cdk8s-jobs deploy job.yaml -n shop --timeout 10m
  cdk8s-jobs deploy dist/ --logs failed --logs-dir logs    a quiet run that keeps every log
  kustomize build . | cdk8s-jobs deploy -     from another tool
  cdk8s-jobs deploy dist/ -o json | jq '.jobs[].outcome'

Exit codes:
  0 every Job succeeded, now or before    1 a Job failed              2 wrong usage or input, nothing applied
  3 refused or out of reach               4 a Job vanished            5 a Job cannot start
  124 timed out                           130, 143 interrupted        70 a defect of this command`)
  .action(async (paths: string[], { timeout, jobTimeout, startTimeout, progressTimeout, output, dryRun, logs, logsDir, ...options }: DeployFlags) => {
    if (dryRun) return printPlan(paths, { output, ...options });
    const interrupt = interruptible();
    const paint = paintFor(process.stderr);
    const warn = (message: string) => { void write(process.stderr, `${progressLine({ type: 'warning', message }, paint)}\n`); };
    const files = logsDir === undefined ? undefined : new LogFiles(logsDir, warn);
    const told = await deploy(await readManifests(paths), {
      ...options,
      timeoutSeconds: timeout,
      jobTimeoutSeconds: jobTimeout,
      startTimeoutSeconds: startTimeout,
      progressTimeoutSeconds: progressTimeout,
      signal: interrupt.signal,
      logs: files === undefined ? logs : 'all',
      onEvent: (event) => {
        files?.take(event);
        return event.type === 'log' && logs !== 'all' ? undefined : write(process.stderr, `${progressLine(event, paint)}\n`);
      },
    });
    const report = logs === 'none' ? withoutLastLines(told) : told;
    process.stderr.write(errors(report, paint));
    if (process.stderr.isTTY) process.stderr.write('\n'); // on a terminal the result follows on its heels
    process.stdout.write(output === 'json' ? json(report) : summary(report, paintFor(process.stdout)));
    endUnread();
    process.exitCode = ['detached', 'cancelled'].includes(report.outcome) ? interrupt.exitCode() : exitCode(report.outcome);
    await interrupt.leave();
  });
