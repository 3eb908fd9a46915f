import { Command, Option } from 'commander';
import { ApplyFlags, applyOptions } from './apply-options';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { InputFlags, inputOptions, inputPaths } from './input-options';
import type { Interrupt } from './interrupt';
import { readValidManifests } from './preflight';
import { runCommand } from './run-command';
import { plan } from '../deploy/commands/plan';
import { colorsFor } from '../output/colors';
import { failedPlanJson } from '../output/failure-json';
import { planText } from '../output/plan-text';
import { rejectionLines } from '../output/rejection-lines';
import { resultJson } from '../output/result-json';

/** The options of `plan`, which `deploy --dry-run` has, too. */
export interface PlanFlags extends InputFlags, ClusterFlags, ApplyFlags {
  readonly output: 'text' | 'json';
}

const HELP = `
Actions:
  create     the object does not exist
  update     fields change in place
  replace    a Job is deleted and created again
  unchanged  nothing changes
  skip       a Job that had to succeed once has succeeded
  conflict   another field manager owns a field that would change

Examples:
  cdk8s-jobs plan dist/
  cdk8s-jobs plan --synth -n shop
  cdk8s-jobs plan -f dist/ -o json | jq -r '.objects[].action'

Exit codes:
  0   the plan can be applied
  2   usage error, or invalid input
  3   an object would be rejected or is in conflict, or the API server could not
      be reached
  70  internal error
  74  output could not be written
  129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM`;

export const planCommand = applyOptions(clusterOptions(inputOptions(new Command('plan'))))
  .summary('Preview what deploy would change')
  .description(
    'Asks the API server what it would do with each object (a dry run of server-side apply), ' +
      'decides which Jobs would run, as deploy does, and prints both. Changes nothing.',
  )
  .optionsGroup('Output options:')
  .addOption(
    new Option('-o, --output <format>', 'Format of the result')
      .choices(['text', 'json'])
      .default('text'),
  )
  .addHelpText('after', HELP)
  .action(runPlan);

/** Prints a plan, and sets the exit code. */
export function runPlan(args: readonly string[], flags: PlanFlags): Promise<void> {
  return runCommand(
    flags.output === 'json'
      ? (failure) => process.stdout.write(failedPlanJson(failure))
      : undefined,
    (interrupt) => printPlan(args, flags, interrupt),
  );
}

async function printPlan(
  args: readonly string[],
  { filename, synth, output, validate, ...options }: PlanFlags,
  interrupt: Interrupt,
): Promise<number> {
  const paths = await interrupt.race(inputPaths(args, { filename, synth }));
  const manifests = await interrupt.race(readValidManifests(paths, validate));
  const result = await plan(manifests, { ...options, signal: interrupt.signal });
  process.stderr.write(rejectionLines(result.errors, colorsFor(process.stderr)));
  process.stdout.write(
    output === 'json' ? resultJson(result) : planText(result, colorsFor(process.stdout)),
  );
  return interrupt.exitCode(result.outcome);
}
