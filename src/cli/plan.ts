import { Command, Option } from 'commander';
import { ApplyFlags, applyOptions } from './apply-options';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { exitCode } from './exit-code';
import { InputFlags, inputOptions, inputPaths } from './input-options';
import { readValidManifests } from './preflight';
import { plan } from '../deploy/commands/plan';
import { colorsFor } from '../output/colors';
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
  74  the result could not be written`;

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
  .action(printPlan);

/** Prints a plan, and sets the exit code. */
export async function printPlan(
  args: readonly string[],
  { filename, synth, output, validate, ...options }: PlanFlags,
): Promise<void> {
  const paths = await inputPaths(args, { filename, synth });
  const manifests = await readValidManifests(paths, validate);
  if (manifests === undefined) return;
  const result = await plan(manifests, options);
  process.stderr.write(rejectionLines(result.errors, colorsFor(process.stderr)));
  process.stdout.write(
    output === 'json' ? resultJson(result) : planText(result, colorsFor(process.stdout)),
  );
  process.exitCode = exitCode(result.outcome);
}
