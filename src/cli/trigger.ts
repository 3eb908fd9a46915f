import { Command, InvalidArgumentError } from 'commander';
import { ClusterFlags, clusterOptions } from './cluster-options';
import { runAndReport } from './run-and-report';
import { runReporting } from './run-reporting';
import { WatchFlags, watchOptions } from './watch-options';
import { trigger } from '../deploy/commands/trigger';

interface TriggerFlags extends ClusterFlags, WatchFlags {
  readonly env?: Readonly<Record<string, string>>;
  readonly container?: string;
}

const EXAMPLES = `
Examples:
  cdk8s-jobs trigger nightly -n shop
  cdk8s-jobs trigger cronjob/nightly --timeout 30m
  cdk8s-jobs trigger nightly --env DAY=2026-01-31
  cdk8s-jobs trigger nightly -- report --day 2026-01-31`;

const command = clusterOptions(new Command('trigger'))
  .summary('Run a CronJob now and wait for the Job')
  .description(
    'Creates the Job that the CronJob would create at its next scheduled time, and waits for ' +
      'it as deploy does. The Job belongs to the CronJob, whose history limits and concurrency ' +
      'policy apply. Works on suspended CronJobs.',
  )
  .argument(
    '<cronjob>',
    'Name of the CronJob; a hash at its end, or the name of its chart before it, may be missing',
  )
  .argument('[command...]', 'Program and arguments to run, after --, in place of those it has')
  .optionsGroup('Run options:')
  .option('--env <name=value>', 'Environment variable to set for this run (repeatable)', parseEnv)
  .option(
    '-c, --container <name>',
    'Container that --env and the command are for (default: the only one, or that of the ' +
      'annotation kubectl.kubernetes.io/default-container)',
  )
  .addHelpText('after', EXAMPLES);

export const triggerCommand = watchOptions(command, ['detach', 'suspend', 'delete']).action(
  (name: string, program: readonly string[], flags: TriggerFlags, self: Command) => {
    // A second name, by mistake, must not replace the command of the first CronJob.
    if (program.length !== afterDashes(self).length) {
      self.error('error: trigger takes one CronJob; put -- before a command');
    }
    const replaced = program.length > 0 ? program : undefined;
    return runReporting(flags, (interrupt, file) =>
      runAndReport(interrupt, file, flags, (options) =>
        trigger(name, { ...options, command: replaced }),
      ),
    );
  },
);

/** Returns the arguments after `--`, which commander does not keep apart from the others. */
function afterDashes(self: Command): readonly string[] {
  const { rawArgs } = (self.parent ?? self) as Command & { readonly rawArgs: readonly string[] };
  const at = rawArgs.indexOf('--');
  return at === -1 ? [] : rawArgs.slice(at + 1);
}

function parseEnv(
  text: string,
  previous: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new InvalidArgumentError('It must be NAME=VALUE, such as DAY=2026-01-31.');
  }
  return { ...previous, [name]: value };
}
