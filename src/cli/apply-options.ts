import { Command, Option } from 'commander';
import type { IfRunning, Rerun } from '../deploy';

/** What is done about manifests that no API server accepts. */
export type Validation = 'strict' | 'warn' | 'ignore';

/** How objects are applied, and which Jobs run. */
export interface ApplyFlags {
  readonly validate: Validation;
  readonly allowHelmHooks?: boolean;
  readonly forceConflicts?: boolean;
  readonly rerun: Rerun;
  readonly ifRunning: IfRunning;
}

/** Adds the options that `deploy` and `plan` share. */
export function applyOptions(command: Command): Command {
  return command
    .optionsGroup('Apply options:')
    .addOption(
      new Option(
        '--validate <mode>',
        'Offline validation before anything is applied: strict (fail), warn, or ignore',
      )
        .choices(['strict', 'warn', 'ignore'] satisfies Validation[])
        .default('strict'),
    )
    .option('--force-conflicts', 'Take over fields that other field managers own')
    .option(
      '--allow-helm-hooks',
      'Apply objects that Helm applies only when a release is deleted, rolled back or tested',
    )
    .addOption(
      new Option(
        '--rerun <which>',
        'Jobs to run: changed ones, also unchanged ones that failed, or all',
      )
        .choices(['changed', 'failed', 'all'] satisfies Rerun[])
        .default('changed'),
    )
    .addOption(
      new Option(
        '--if-running <action>',
        'What to do if an earlier run of a Job is still active: wait for it, fail, or replace it',
      )
        .choices(['wait', 'fail', 'replace'] satisfies IfRunning[])
        .default('wait'),
    );
}
