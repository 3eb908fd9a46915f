import { Command } from 'commander';
import { clusterOptions, ClusterFlags, runOptions, RunFlags } from './cluster-options';
import { printPlan } from './plan';
import { ValidateFlag, preflight, validateOption } from './preflight';
import { runAndReport, WatchFlags, watchOptions } from './watch-options';
import { deploy } from '../deploy/commands/deploy';

interface DeployFlags extends ClusterFlags, RunFlags, ValidateFlag, WatchFlags {
  readonly dryRun?: boolean;
}

const command = new Command('deploy')
  .summary('apply manifests, wait for their Jobs, say how they ended')
  .description(
    `Applies every object in PATH… by server-side apply, everything else before the Jobs, then follows the
Jobs until each has ended. Progress and the logs of the Jobs go to stderr, the result to stdout.

Deploying the same files again changes nothing and runs nothing again. A Job that has changed runs again, when no run of it is active.`,
  )
  .argument('<path...>', 'files and folders of YAML or JSON; - is standard input')
  .option('--dry-run', 'do what plan does, and nothing else')
  .addHelpText(
    'after',
    `
Examples:
  cdk8s-jobs deploy dist/                     what cdk8s synth has written
  cdk8s-jobs deploy job.yaml -n shop --timeout 10m
  cdk8s-jobs deploy dist/ --logs failed --logs-dir logs    a quiet run that keeps every log
  kustomize build . | cdk8s-jobs deploy -     from another tool
  cdk8s-jobs deploy dist/ -o json | jq '.jobs[].outcome'`,
  );

export const deployCommand = watchOptions(validateOption(runOptions(clusterOptions(command))), [
  'detach',
  'suspend',
  'delete',
]).action(async (paths: string[], { dryRun, validate: check, ...flags }: DeployFlags) => {
  if (dryRun) return printPlan(paths, { validate: check, ...flags });
  const manifests = await preflight(paths, check);
  if (manifests !== undefined) await runAndReport(flags, (options) => deploy(manifests, options));
});
