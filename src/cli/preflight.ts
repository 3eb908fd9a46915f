import type { Validation } from './apply-options';
import type { Manifest } from '../kubernetes/manifest';
import { findErrorsOnEveryVersion } from '../kubernetes/rules/preflight';
import type { LocatedFinding } from '../manifests/check-report';
import { ManifestChecker } from '../manifests/manifest-checker';
import { InputError } from '../manifests/problem';
import { readManifestsWith, readManifests } from '../manifests/read-manifests';
import { checkText } from '../output/check-text';
import { colorsFor } from '../output/colors';

/** No supported Kubernetes version accepts some Jobs. The findings have been printed. */
class ValidationError extends InputError {
  public constructor(rejected: readonly LocatedFinding[]) {
    super(
      rejected.map(({ kind, name, field, message, fix, file, line, column }) => ({
        message: `${kind} ${name}: ${field === null ? '' : `${field} `}${message}; ${fix}`,
        source: { file, line, column },
      })),
    );
    this.message =
      'validation failed, nothing was applied; with --validate warn, the API server decides';
  }
}

/**
 * Reads manifests, and validates Jobs and CronJobs before anything is sent to a cluster: a Job that
 * no supported Kubernetes version accepts, or that could never start, is printed to stderr.
 * @param quiet whether nothing is printed unless it is an error
 * @throws InputError if the input cannot be read, or nothing may be applied
 */
export async function readValidManifests(
  paths: readonly string[],
  validation: Validation,
  quiet = false,
): Promise<Manifest[]> {
  if (validation === 'ignore') return readManifests(paths);
  const checker = new ManifestChecker(findErrorsOnEveryVersion);
  const manifests = await readManifestsWith(paths, (document) => checker.checkDocument(document));
  const { findings, counts } = checker;
  const isValid = validation === 'warn' || counts.findings.rejected === 0;
  if (findings.length > 0 && !(quiet && isValid)) {
    process.stderr.write(checkText({ findings, counts, skipped: [] }, colorsFor(process.stderr)));
  }
  if (isValid) return manifests;
  throw new ValidationError(findings.filter(({ severity }) => severity === 'rejected'));
}
