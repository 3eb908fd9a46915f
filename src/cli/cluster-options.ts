import { Command, Option } from 'commander';
import type { Rerun, IfRunning } from '../deploy/plan/decision';

/** Which cluster; the names are kubectl's. */
export interface ClusterFlags {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

export function clusterOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'namespace of objects that name none')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option(
      '--kubeconfig <file>',
      'kubeconfig (default: $KUBECONFIG, ~/.kube/config, the account of the Pod)',
    );
}

/** How objects are applied, and which Jobs run. */
export interface RunFlags {
  readonly forceConflicts?: boolean;
  readonly rerun: Rerun;
  readonly ifRunning: IfRunning;
}

export function runOptions(command: Command): Command {
  return command
    .option('--force-conflicts', 'take over fields that other managers own')
    .addOption(
      new Option(
        '--rerun <which>',
        'which Jobs run again although they are the same: none, those that failed, all',
      )
        .choices(['changed', 'failed', 'all'])
        .default('changed'),
    )
    .addOption(
      new Option('--if-running <what>', 'if a Job is to run while a run of it is active')
        .choices(['wait', 'fail', 'replace'])
        .default('wait'),
    );
}
