import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_USAGE } from './exit-code';
import { version } from './version';
import { DEFAULT_MINOR, minorOf } from '../kubernetes/minor';
import { checkPaths, exceedsThreshold } from '../manifests/check';
import { checkGithub } from '../output/check-github';
import { checkJson } from '../output/check-json';
import { checkSarif } from '../output/check-sarif';
import { checkText, problemLines } from '../output/check-text';
import { paintFor } from '../output/color';

interface CheckFlags {
  readonly kubernetesVersion?: number;
  readonly failOn: 'error' | 'warning';
  readonly output: 'text' | 'json' | 'sarif' | 'github';
}

export const checkCommand = new Command('check')
  .summary('find what is wrong with Jobs and CronJobs, without a cluster')
  .description(
    `Looks at every Job and CronJob (batch/v1) in PATH… and says what the API server
would refuse, what could never start, and what does not work as people think,
with file, line and what to do. Needs no cluster and no network. Objects of
other kinds are only counted.`,
  )
  .argument('<path...>', 'files and folders of YAML or JSON; - is standard input')
  .addOption(
    new Option(
      '--kubernetes-version <version>',
      `version of the cluster, such as 1.31 (default: 1.${DEFAULT_MINOR}, the oldest that Kubernetes supports)`,
    ).argParser(minor),
  )
  .addOption(
    new Option('--fail-on <severity>', 'what exit code 2 is for: only errors, or warnings too')
      .choices(['error', 'warning'])
      .default('error'),
  )
  .addOption(
    new Option('-o, --output <format>', 'what the result is printed as')
      .choices(['text', 'json', 'sarif', 'github'])
      .default('text'),
  )
  .addHelpText(
    'after',
    `
Severities:
  rejected      error    the API server refuses the object
  never-starts  error    it is taken, but no Pod can run
  dropped       warning  it is taken, but the field is not kept
  warning       warning  it works, but not as people think

Examples:
  cdk8s-jobs check dist/                          what cdk8s synth has written
  helm template . | cdk8s-jobs check -            from another tool
  cdk8s-jobs check . -o github --fail-on warning  in a workflow of GitHub
  cdk8s-jobs check . -o sarif > check.sarif       for code scanning

Exit codes:
  0   no errors
  2   errors (with --fail-on warning, any finding), wrong usage, unreadable input
  70  a defect of this command`,
  )
  .action(async (paths: string[], { kubernetesVersion, failOn, output }: CheckFlags) => {
    const report = await checkPaths(paths, { minor: kubernetesVersion });
    const result = {
      text: () => checkText(report, paintFor(process.stdout)),
      json: () => checkJson(report),
      sarif: () => checkSarif(report, process.cwd(), version),
      github: () => checkGithub(report, process.cwd()),
    };
    process.stderr.write(problemLines(report.problems, paintFor(process.stderr)));
    process.stdout.write(result[output]());
    process.exitCode = exceedsThreshold(report, failOn) ? EXIT_USAGE : 0;
  });

function minor(text: string): number {
  try {
    return minorOf(text);
  } catch (error) {
    throw new InvalidArgumentError((error as RangeError).message);
  }
}
