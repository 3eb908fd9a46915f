import type { Command } from 'commander';

/** The cluster, by kubectl's options. */
export interface ClusterFlags {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** Adds the options that select the cluster. */
export function clusterOptions(command: Command): Command {
  return command
    .optionsGroup('Cluster options:')
    .option('-n, --namespace <name>', 'Namespace to use (default: that of the context)')
    .option('--context <name>', 'Context of the kubeconfig to use (default: the current context)')
    .option(
      '--kubeconfig <file>',
      'Kubeconfig to use (default: $KUBECONFIG, ~/.kube/config, or the ServiceAccount of the Pod)',
    );
}
