import { formatJson } from './sanitize';
import type { Severity } from '../kubernetes/rules/finding';
import type { CheckReport, LocatedFinding } from '../manifests/check-report';
import { skippedMessage } from '../manifests/skipped';

/**
 * The result of a check: the JSON document of `check -o json`.
 * Within a `schemaVersion`, fields are added and never changed.
 */
export interface CheckDocument {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The Kubernetes version whose API server the check stands for, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** The findings, in the order of the input. */
  readonly findings: readonly CheckFinding[];
  /** The paths that could not be read. */
  readonly errors: readonly CheckError[];
  /** What must be rendered by another tool before it can be checked. */
  readonly skipped: readonly CheckSkipped[];
  /** The number of findings and of objects. */
  readonly counts: CheckDocumentCounts;
}

/** A finding in a manifest, or in a document that cannot be read as one. */
export interface CheckFinding {
  /** The id of the rule, such as `job/restart-policy`. */
  readonly rule: string;
  /** How serious the finding is. */
  readonly severity: Severity;
  /** The `apiVersion` of the object; null if it has none. */
  readonly apiVersion: string | null;
  /** The `kind` of the object; null if it has none. */
  readonly kind: string | null;
  /** The namespace of the object; null if it has none. */
  readonly namespace: string | null;
  /** The name of the object; null if it has none. */
  readonly name: string | null;
  /** The field, spelled as the API server spells it; null if the finding is not about a field. */
  readonly field: string | null;
  /** What is wrong, and why. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** The path of the file, as it was given; `(standard input)` for `-`. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1, in UTF-16 code units. */
  readonly column: number;
}

/** A path that could not be read. */
export interface CheckError {
  /** The path and the reason. */
  readonly message: string;
}

/** A Helm chart, a kustomization or a template in a folder. */
export interface CheckSkipped {
  /** The folder of the chart or kustomization, or the file of the template. */
  readonly path: string;
  /** What it is. */
  readonly kind: 'chart' | 'kustomization' | 'template';
  /** What it is, and how to check what it renders. */
  readonly message: string;
}

/** The number of findings and of objects. */
export interface CheckDocumentCounts {
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
  /** Documents that could not be read, and objects without apiVersion and kind. */
  readonly unreadable: number;
  /** Findings that are counted but not listed, because there are too many. */
  readonly omitted: number;
}

/** Formats a check as one JSON document. */
export function checkJson(report: CheckReport): string {
  const { minor, findings, problems, skipped, counts } = report;
  const document: CheckDocument = {
    schemaVersion: 1,
    kubernetesVersion: `1.${minor}`,
    findings: findings.map(findingOf),
    errors: problems.map(({ message }) => ({ message })),
    skipped: skipped.map((source) => ({ ...source, message: skippedMessage(source, 'check') })),
    counts,
  };
  return formatJson(document);
}

function findingOf({ excerpt, object, ...finding }: LocatedFinding): CheckFinding {
  return finding;
}
