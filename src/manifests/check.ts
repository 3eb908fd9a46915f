import type { CheckReport } from './check-report';
import { ManifestChecker } from './manifest-checker';
import type { Problem } from './problem';
import { documentsInPaths } from './read-files';
import { DEFAULT_MINOR } from '../kubernetes/minor';
import { check } from '../kubernetes/rules/check';

export interface CheckPathsOptions {
  /** The minor version of the target Kubernetes, e.g. 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** Checks one object. @default the rules of this library */
  readonly check?: typeof check;
}

/**
 * Checks every Job and CronJob in files, folders and standard input (`-`), without a cluster.
 * Content that cannot be read is a finding, and a path that cannot be read is a problem; neither
 * throws.
 */
export async function checkPaths(
  paths: readonly string[],
  options: CheckPathsOptions = {},
): Promise<CheckReport> {
  const { minor = DEFAULT_MINOR, check: rules = check } = options;
  const problems: Problem[] = [];
  const checker = new ManifestChecker((manifest) => rules(manifest, { minor }));
  for await (const document of documentsInPaths(paths, (problem) => problems.push(problem))) {
    checker.checkDocument(document);
  }
  const { findings, counts } = checker;
  const isEmpty = findings.length === 0 && counts.checked + counts.otherObjects === 0;
  if (problems.length === 0 && isEmpty) {
    problems.push({ message: `${paths.join(', ')}: no manifests found` });
  }
  return { minor, findings, problems, counts };
}
