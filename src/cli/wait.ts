import { Command } from 'commander';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { runAndReport } from './run-and-report';
import { runReporting } from './run-reporting';
import { WatchFlags, watchOptions } from './watch-options';
import type { WaitOptions } from '../deploy';
import { waitForJobs } from '../deploy/commands/wait';
import { InputError } from '../manifests/problem';

interface WaitFlags extends ClusterFlags, WatchFlags {
  readonly selector?: string;
}

const EXAMPLES = `
Examples:
  cdk8s-jobs wait migrate -n shop
  cdk8s-jobs wait job/migrate job/report --timeout 10m
  cdk8s-jobs wait -l app.kubernetes.io/part-of=shop`;

const command = clusterOptions(
  new Command('wait')
    .argument('[name...]', 'Names of Jobs; job/NAME is the same')
    .option('-l, --selector <labels>', 'Label selector of Jobs, such as app=shop'),
)
  .summary('Wait for existing Jobs, for example after an interrupted deploy')
  .description(
    'Waits until existing Jobs have ended, whatever created them, prints their logs from the ' +
      'beginning and reports how they ended, as deploy does. Applies nothing.',
  )
  .addHelpText('after', EXAMPLES);

export const waitCommand = watchOptions(command, ['detach', 'delete']).action(
  (names: string[], { selector, ...flags }: WaitFlags) =>
    runReporting(flags, async (interrupt, file) => {
      if (names.length > 0 === (selector !== undefined)) {
        const message = 'wait needs either names of Jobs or a label selector (-l)';
        throw new InputError([{ message }]);
      }
      const selection = selector === undefined ? { names } : { selector };
      return runAndReport(interrupt, file, flags, (options) =>
        waitForJobs(selection, options as WaitOptions),
      );
    }),
);
