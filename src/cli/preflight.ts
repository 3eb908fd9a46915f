import { Command, Option } from 'commander';
import { EXIT_USAGE } from './exit-code';
import type { Manifest } from '../kubernetes/manifest';
import { findErrorsOnEveryVersion } from '../kubernetes/rules/preflight';
import { Checks } from '../manifests/check';
import { readDocuments, readManifests } from '../manifests/read-manifests';
import { checkText } from '../output/check-text';
import { paintFor } from '../output/color';

export interface ValidateFlag {
  /** What is done about what keeps Jobs from ever running: no cluster is asked if any server would refuse one, or it is only told, or not looked for. */
  readonly validate: 'error' | 'warn' | 'off';
}

export function validateOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--check <what>',
      'if no server would take a Job as it is written: error sends nothing, warn only tells it; off does not look',
    )
      .choices(['error', 'warn', 'off'])
      .default('error'),
  );
}

/**
 * Reads manifests, and tells what keeps their Jobs from ever running before a cluster has to.
 * @returns undefined if they are not to be sent, and then sets the exit code
 * @throws InputError
 */
export async function preflight(
  paths: readonly string[],
  check: ValidateFlag['validate'],
): Promise<Manifest[] | undefined> {
  if (check === 'off') return readManifests(paths);
  const checks = new Checks(findErrorsOnEveryVersion);
  const manifests = await readDocuments(paths, (document) => checks.see(document));
  const { findings, counts } = checks;
  const paint = paintFor(process.stderr);
  if (findings.length > 0) process.stderr.write(checkText({ findings, counts }, paint));
  if (check === 'warn' || counts.findings.rejected === 0) return manifests;
  process.exitCode = EXIT_USAGE;
  process.stderr.write(
    `${paint.red('error:')} nothing was sent to a cluster; --check warn leaves the decision to it\n`,
  );
  return undefined;
}
