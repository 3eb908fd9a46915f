import { Command, Option } from 'commander';
import { clusterOptions, ClusterFlags, runOptions, RunFlags } from './cluster-options';
import { EXIT_REJECTED } from './exit-code';
import { ValidateFlag, preflight, validateOption } from './preflight';
import { plan } from '../deploy/commands/plan';
import { paintFor } from '../output/color';
import { json } from '../output/json';
import { planText } from '../output/plan-text';
import { errors } from '../output/summary';

export interface PlanFlags extends ClusterFlags, RunFlags, ValidateFlag {
  readonly output: 'text' | 'json';
}

export const planCommand = validateOption(runOptions(clusterOptions(new Command('plan'))))
  .summary('tell what a deploy would do, and do nothing')
  .description(
    `Asks the API server what it would do with every object in PATH…, and tells it object by object: create,
update, replace (and which field of a Job cannot change in place), unchanged, skip, conflict (and who owns the field).
Whether a Job would run is decided as a deploy decides it. Nothing is changed.`,
  )
  .argument('<path...>', 'files and folders of YAML or JSON; - is standard input')
  .addOption(
    new Option('-o, --output <format>', 'what the result is printed as')
      .choices(['text', 'json'])
      .default('text'),
  )
  .addHelpText(
    'after',
    `
Exit codes:
  0 the plan can be carried out    2 wrong usage or input
  3 refused, in conflict, or out of reach    70 a defect of this command`,
  )
  .action(printPlan);

/** Also what `deploy --dry-run` does. */
export async function printPlan(
  paths: string[],
  { output, validate: check, ...options }: PlanFlags,
): Promise<void> {
  const manifests = await preflight(paths, check);
  if (manifests === undefined) return;
  const result = await plan(manifests, options);
  process.stderr.write(errors(result, paintFor(process.stderr)));
  process.stdout.write(
    output === 'json' ? json(result) : planText(result, paintFor(process.stdout)),
  );
  const conflicts = result.objects.some(({ action }) => action === 'conflict');
  process.exitCode = result.errors.length > 0 || conflicts ? EXIT_REJECTED : 0;
}
