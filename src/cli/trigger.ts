import { Command } from 'commander';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { runAndReport } from './run-and-report';
import { WatchFlags, watchOptions } from './watch-options';
import { trigger } from '../deploy/commands/trigger';

const EXAMPLES = `
Examples:
  cdk8s-jobs trigger nightly -n shop
  cdk8s-jobs trigger cronjob/nightly --timeout 30m`;

const command = clusterOptions(new Command('trigger'))
  .summary('Run a CronJob now and wait for the Job')
  .description(
    'Creates the Job that the CronJob would create at its next scheduled time, and waits for ' +
      'it as deploy does. The Job belongs to the CronJob, whose history limits and concurrency ' +
      'policy apply. Works on suspended CronJobs.',
  )
  .argument('<cronjob>', 'Name of the CronJob; cronjob/NAME is the same')
  .addHelpText('after', EXAMPLES);

export const triggerCommand = watchOptions(command, ['detach', 'suspend', 'delete']).action(
  (name: string, flags: ClusterFlags & WatchFlags) =>
    runAndReport(flags, (options) => trigger(name, options)),
);
