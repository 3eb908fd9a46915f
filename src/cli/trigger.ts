import { Command } from 'commander';
import { clusterOptions, ClusterFlags } from './cluster-options';
import { runAndReport, WatchFlags, watchOptions } from './watch-options';
import { trigger } from '../deploy/commands/trigger';

const command = new Command('trigger')
  .summary('run a CronJob now and follow the Job')
  .description(
    `Makes the Job that the CronJob would make at its next time, and follows it. The Job belongs to the CronJob: its history
limits and its concurrency policy hold. That a CronJob is suspended keeps nobody from running it by hand.`,
  )
  .argument('<cronjob>', 'name of the CronJob; cronjob/NAME is the same')
  .addHelpText(
    'after',
    `
Example:
  cdk8s-jobs trigger cronjob/nightly -n shop`,
  );

export const triggerCommand = watchOptions(clusterOptions(command), [
  'detach',
  'suspend',
  'delete',
]).action((name: string, flags: ClusterFlags & WatchFlags) =>
  runAndReport(flags, (options) => trigger(name, options)),
);
