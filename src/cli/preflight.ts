import type { Validation } from './apply-options';
import { EXIT_USAGE } from './exit-code';
import type { Manifest } from '../kubernetes/manifest';
import { findErrorsOnEveryVersion } from '../kubernetes/rules/preflight';
import { ManifestChecker } from '../manifests/manifest-checker';
import { readManifestsWith, readManifests } from '../manifests/read-manifests';
import { checkText } from '../output/check-text';
import { colorsFor } from '../output/colors';

/**
 * Reads manifests, and validates Jobs and CronJobs before anything is sent to a cluster: a Job that
 * no supported Kubernetes version accepts, or that could never start, is printed to stderr.
 * @param quiet whether nothing is printed unless it is an error
 * @returns undefined if nothing may be applied; the exit code is set then
 * @throws InputError
 */
export async function readValidManifests(
  paths: readonly string[],
  validation: Validation,
  quiet = false,
): Promise<Manifest[] | undefined> {
  if (validation === 'ignore') return readManifests(paths);
  const checker = new ManifestChecker(findErrorsOnEveryVersion);
  const manifests = await readManifestsWith(paths, (document) => checker.checkDocument(document));
  const { findings, counts } = checker;
  const colors = colorsFor(process.stderr);
  const isValid = validation === 'warn' || counts.findings.rejected === 0;
  if (findings.length > 0 && !(quiet && isValid)) {
    process.stderr.write(checkText({ findings, counts, skipped: [] }, colors));
  }
  if (isValid) return manifests;
  process.exitCode = EXIT_USAGE;
  process.stderr.write(
    `${colors.red('error:')} validation failed, nothing was applied; ` +
      'with --validate warn, the API server decides\n',
  );
  return undefined;
}
