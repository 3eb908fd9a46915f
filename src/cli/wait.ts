import { Command } from 'commander';
import { clusterOptions, ClusterFlags } from './cluster-options';
import { runAndReport, WatchFlags, watchOptions } from './watch-options';
import { waitForJobs, WaitOptions } from '../deploy/commands/wait';
import { InputError } from '../manifests/problem';

interface AttachFlags extends ClusterFlags, WatchFlags {
  readonly selector?: string;
}

const command = new Command('attach')
  .summary('follow Jobs that are there already, say how they ended')
  .description(
    'Takes up where a deploy was that is no more, or follows what another tool has started: everything but applying.',
  )
  .argument('[name...]', 'names of Jobs')
  .option('-l, --selector <labels>', 'all Jobs with these labels, such as app=shop')
  .addHelpText(
    'after',
    `
Examples:
  cdk8s-jobs attach migrate -n shop
  cdk8s-jobs attach -l app.kubernetes.io/part-of=shop`,
  );

export const waitCommand = watchOptions(clusterOptions(command), ['detach', 'delete']).action(
  async (names: string[], { selector, ...flags }: AttachFlags) => {
    if (names.length > 0 === (selector !== undefined)) {
      throw new InputError([{ message: 'attach needs either names of Jobs or a selector (-l)' }]);
    }
    await runAndReport(flags, (options) =>
      waitForJobs(selector === undefined ? { names } : { selector }, options as WaitOptions),
    );
  },
);
