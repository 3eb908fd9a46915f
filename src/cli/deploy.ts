import { Command, Option } from 'commander';
import { ApplyFlags, applyOptions } from './apply-options';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { InputFlags, inputOptions, inputPaths } from './input-options';
import { inHostCluster } from './local-option';
import { runPlan } from './plan';
import { readValidManifests } from './preflight';
import { runAndReport } from './run-and-report';
import { runReporting } from './run-reporting';
import { WatchFlags, watchOptions } from './watch-options';
import { deploy } from '../deploy/commands/deploy';

interface DeployFlags extends InputFlags, ClusterFlags, ApplyFlags, WatchFlags {
  readonly dryRun?: boolean;
  readonly local?: boolean;
}

const EXAMPLES = `
Examples:
  cdk8s-jobs deploy dist/                    what cdk8s synth wrote
  cdk8s-jobs deploy --synth                  synthesize the app first
  cdk8s-jobs deploy -f job.yaml -n shop --timeout 10m
  cdk8s-jobs deploy dist/ --logs failed --logs-dir logs
  kustomize build . | cdk8s-jobs deploy -    the output of another tool
  cdk8s-jobs deploy --synth --local          try the commands of the Jobs on this machine
  cdk8s-jobs deploy dist/ -o json | jq -r '.jobs[].outcome'`;

const command = applyOptions(clusterOptions(inputOptions(new Command('deploy'))))
  .summary('Apply manifests, wait for their Jobs and report how they ended')
  .description(
    'Applies every object by server-side apply, all others before the Jobs, then waits until ' +
      'each Job has ended. Progress and the logs of the Jobs go to stderr, the result to ' +
      'stdout.\n\nDeploying the same manifests again changes nothing and runs nothing again. A ' +
      'Job that has changed runs again once no earlier run of it is active.',
  )
  .option('--dry-run', 'Print what would change, as plan does, and change nothing')
  .addOption(
    new Option(
      '--local',
      'Run the commands of the Jobs as processes of this machine, without a cluster',
    ).conflicts(['context', 'kubeconfig', 'dryRun']),
  )
  .addHelpText('after', EXAMPLES);

export const deployCommand = watchOptions(command, ['detach', 'suspend', 'delete']).action(
  async (args: string[], { dryRun, ...flags }: DeployFlags) => {
    if (dryRun) {
      // A plan has nothing that GitHub Actions would show in another way.
      return runPlan(args, { ...flags, output: flags.output === 'json' ? 'json' : 'text' });
    }
    const { filename, synth, validate, local, ...options } = flags;
    await runReporting(flags, async (interrupt, file) => {
      const paths = await interrupt.race(inputPaths(args, { filename, synth }));
      const manifests = await interrupt.race(readValidManifests(paths, validate, options.quiet));
      return runAndReport(interrupt, file, options, (deployOptions) =>
        local
          ? inHostCluster(manifests, flags.namespace, (transport) =>
              deploy(manifests, { ...deployOptions, transport }),
            )
          : deploy(manifests, deployOptions),
      );
    });
  },
);
