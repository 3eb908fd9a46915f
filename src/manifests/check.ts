import type { CheckReport } from './check-report';
import { ManifestChecker } from './manifest-checker';
import type { Problem } from './problem';
import { documentsInPaths } from './read-files';
import type { SkippedSource } from './skipped';
import { DEFAULT_MINOR } from '../kubernetes/minor';
import { lint } from '../kubernetes/rules/lint';
import type { RuleSettings } from '../kubernetes/rules/rule-settings';

export interface CheckPathsOptions {
  /** The minor version of the target Kubernetes, e.g. 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** Rules with another severity. @default none */
  readonly settings?: RuleSettings;
  /** Checks one object. @default the rules of this library */
  readonly check?: typeof lint;
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
  const { minor = DEFAULT_MINOR, settings, check = lint } = options;
  const problems: Problem[] = [];
  const skipped: SkippedSource[] = [];
  const checker = new ManifestChecker((manifest) => check(manifest, { minor, settings }), settings);
  const listener = {
    onUnreadable: (problem: Problem) => problems.push(problem),
    onSkipped: (source: SkippedSource) => skipped.push(source),
  };
  for await (const document of documentsInPaths(paths, listener)) {
    checker.checkDocument(document);
  }
  const { findings, counts } = checker;
  skipped.push(...[...checker.templates].map((path) => ({ path, kind: 'template' as const })));
  const found = findings.length + skipped.length + counts.checked + counts.otherObjects;
  const isEmpty = found === 0;
  if (problems.length === 0 && isEmpty) {
    problems.push({ message: `${paths.join(', ')}: no manifests found` });
  }
  return { minor, findings, problems, skipped, counts };
}
