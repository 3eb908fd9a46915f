import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_FINDINGS, EXIT_USAGE } from './exit-code';
import { githubWorkspace } from './github-workspace';
import { InputFlags, inputOptions, inputPaths } from './input-options';
import { CONFIG_FILE, configuredRules } from './rule-config';
import { parseRule } from './rule-option';
import { runCommand } from './run-command';
import { version } from './version';
import { DEFAULT_MINOR, minorOf } from '../kubernetes/minor';
import type { RuleSettings } from '../kubernetes/rules/rule-settings';
import { checkPaths } from '../manifests/check';
import { CheckReport, exceedsThreshold } from '../manifests/check-report';
import { ManifestChecker } from '../manifests/manifest-checker';
import { checkGithub } from '../output/check-github';
import { checkJson } from '../output/check-json';
import { checkSarif } from '../output/check-sarif';
import { checkText, problemLines } from '../output/check-text';
import { colorsFor } from '../output/colors';
import type { CommandFailure } from '../output/failure-json';

const FORMATTERS = {
  text: (report: CheckReport, { verbose }: CheckFlags) =>
    checkText(report, colorsFor(process.stdout), verbose),
  json: checkJson,
  sarif: (report: CheckReport) => checkSarif(report, process.cwd(), version),
  github: (report: CheckReport) => checkGithub(report, githubWorkspace(), process.cwd()),
};

interface CheckFlags extends InputFlags {
  readonly kubernetesVersion?: number;
  readonly failOn: 'error' | 'warning';
  readonly rule?: RuleSettings;
  readonly verbose?: boolean;
  readonly output: keyof typeof FORMATTERS;
}

const HELP = `
Severities:
  rejected      error    the API server rejects the object
  never-starts  error    the API server accepts it, but no Pod can run
  dropped       warning  the API server drops the field
  warning       warning  a common mistake or likely misconfiguration
  info          info     advice, or a question of style; listed with --verbose

Examples:
  cdk8s-jobs check dist/                          what cdk8s synth wrote
  cdk8s-jobs check --synth                        synthesize the app first
  helm template . | cdk8s-jobs check -            the output of another tool
  cdk8s-jobs check . -o github --fail-on warning  in a GitHub workflow
  cdk8s-jobs check . -o sarif > check.sarif       for code scanning
  cdk8s-jobs check . --rule cron-job/uneven-step=off

Rules can also be set for a project, in ${CONFIG_FILE}, and for one object, in its annotation
cdk8s-jobs/ignore. docs/rules.md lists them.

Exit codes:
  0   no errors
  1   errors (with --fail-on warning: also warnings)
  2   usage error, or input that cannot be read
  70  internal error
  74  output could not be written
  129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM`;

export const checkCommand = inputOptions(new Command('check'))
  .summary('Validate Job and CronJob manifests offline')
  .description(
    'Validates Jobs and CronJobs (batch/v1) and prints what the API server would reject, ' +
      'what could never start, and common mistakes, each with its file, line and fix. Needs no ' +
      'cluster and no network. Objects of other kinds are only counted.',
  )
  .optionsGroup('Check options:')
  .addOption(
    new Option(
      '--kubernetes-version <version>',
      `Kubernetes version of the cluster, such as 1.31 (default: 1.${DEFAULT_MINOR}, the oldest supported version)`,
    ).argParser(parseMinor),
  )
  .addOption(
    new Option('--fail-on <severity>', 'Lowest severity that fails the check')
      .choices(['error', 'warning'])
      .default('error'),
  )
  .option(
    '--rule <id=severity>',
    'Severity of the findings of a rule: off, info, warning or error (repeatable)',
    parseRule,
  )
  .option('--verbose', 'List findings of severity info, too')
  .addOption(
    new Option('-o, --output <format>', 'Format of the result')
      .choices(Object.keys(FORMATTERS))
      .default('text'),
  )
  .addHelpText('after', HELP)
  .action((args: string[], flags: CheckFlags) =>
    runCommand(
      flags.output === 'text'
        ? undefined
        : ({ errors }) =>
            process.stdout.write(FORMATTERS[flags.output](failedCheck(errors, flags), flags)),
      (interrupt) => interrupt.race(runCheck(args, flags)),
    ),
  );

async function runCheck(args: string[], flags: CheckFlags): Promise<number> {
  const paths = await inputPaths(args, flags);
  const settings = new Map([...configuredRules(process.cwd()), ...(flags.rule ?? [])]);
  const report = await checkPaths(paths, { minor: flags.kubernetesVersion, settings });
  process.stderr.write(problemLines(report.problems, colorsFor(process.stderr)));
  process.stdout.write(FORMATTERS[flags.output](report, flags));
  if (report.problems.length > 0) return EXIT_USAGE;
  return exceedsThreshold(report, flags.failOn) ? EXIT_FINDINGS : 0;
}

/** Returns the report of a check that could not begin. */
function failedCheck(
  errors: CommandFailure['errors'],
  { kubernetesVersion = DEFAULT_MINOR }: CheckFlags,
): CheckReport {
  const { findings, counts } = new ManifestChecker(() => undefined);
  const problems = errors.map(({ message, source }) => ({ message, source: source ?? undefined }));
  return { minor: kubernetesVersion, findings, problems, skipped: [], counts };
}

function parseMinor(text: string): number {
  try {
    return minorOf(text);
  } catch (error) {
    throw new InvalidArgumentError((error as RangeError).message);
  }
}
