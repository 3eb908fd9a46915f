import type { Excerpt, Problem } from './problem';
import type { SkippedSource } from './skipped';
import { level, SEVERITIES, Severity } from '../kubernetes/rules/finding';

/** A finding with its object and its position in the input. */
export interface LocatedFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** Null if the finding is not about an object, like the next three. */
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** Null if the finding is not about a field. */
  readonly field: string | null;
  readonly message: string;
  readonly fix: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /**
   * The line, or the part of it around the column. It is not part of the machine-readable output.
   */
  readonly excerpt?: Excerpt;
  /** Number of the object among those with findings, from 1; null if it is not about an object. */
  readonly object: number | null;
}

/** The numbers of a check; they count omitted findings, too. */
export interface CheckCounts {
  /** Jobs and CronJobs that were checked. */
  readonly checked: number;
  /** Jobs and CronJobs with at least one finding. */
  readonly withFindings: number;
  /** Findings in Jobs and CronJobs, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Objects of other kinds, which are not checked. */
  readonly otherObjects: number;
  /** Documents of files in folders that are something else than Kubernetes objects. */
  readonly notManifests: number;
  /** Documents that could not be read, and values in them that are not Kubernetes objects. */
  readonly unreadable: number;
  /** Findings over the maximum that a report contains. */
  readonly omitted: number;
}

/** The result of checking files. */
export interface CheckReport {
  /** The minor version of Kubernetes, e.g. 35 for 1.35. */
  readonly minor: number;
  readonly findings: readonly LocatedFinding[];
  /** Paths that could not be read. */
  readonly problems: readonly Problem[];
  /** Charts, kustomizations and templates that must be rendered first. */
  readonly skipped: readonly SkippedSource[];
  readonly counts: CheckCounts;
}

/**
 * Reports whether a check has failed. Findings of the severities `dropped` and `warning` count only
 * with `failOn` `warning`, and those of `info` never.
 */
export function exceedsThreshold(
  { problems, counts }: CheckReport,
  failOn: 'error' | 'warning',
): boolean {
  const { findings, unreadable } = counts;
  const levels = SEVERITIES.filter((severity) => findings[severity] > 0).map(level);
  return (
    levels.includes('error') ||
    unreadable + problems.length > 0 ||
    (failOn === 'warning' && levels.includes('warning'))
  );
}
