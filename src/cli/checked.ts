import { Command, Option } from 'commander';
import { USAGE } from './exit-code';
import type { Manifest } from '../batch/manifest';
import { graveAnywhere } from '../batch/rules/any-server';
import { Checks } from '../manifests/check';
import { readDocuments, readManifests } from '../manifests/read';
import { checkText } from '../report/check-text';
import { paintFor } from '../report/colour';

export interface CheckFlag {
  /** What is done about what keeps Jobs from ever running: no cluster is asked if any server would refuse one, or it is only told, or not looked for. */
  readonly check: 'error' | 'warn' | 'off';
}

export function checkOption(command: Command): Command {
  return command.addOption(new Option('--check <what>', 'if no server would take a Job as it is written: error sends nothing, warn only tells it; off does not look')
    .choices(['error', 'warn', 'off']).default('error'));
}

/**
 * Reads manifests, and tells what keeps their Jobs from ever running before a cluster has to.
 * @returns undefined if they are not to be sent, and then sets the exit code
 * @throws InputError
 */
export async function checkedManifests(paths: readonly string[], check: CheckFlag['check']): Promise<Manifest[] | undefined> {
  if (check === 'off') return readManifests(paths);
  const checks = new Checks(graveAnywhere);
  const manifests = await readDocuments(paths, (document) => checks.see(document));
  const { findings, counts } = checks;
  const paint = paintFor(process.stderr);
  if (findings.length > 0) process.stderr.write(checkText({ findings, counts }, paint));
  if (check === 'warn' || counts.findings.rejected === 0) return manifests;
  process.exitCode = USAGE;
  process.stderr.write(`${paint.red('error:')} nothing was sent to a cluster; --check warn leaves the decision to it\n`);
  return undefined;
}
