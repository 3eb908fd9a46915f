import { formatJson } from './sanitize';
import type { CheckReport } from '../manifests/check';

/** The findings as one JSON document; fields are added, never changed, within a `schemaVersion`. */
export function checkJson({ minor, findings, problems, counts }: CheckReport): string {
  const document = {
    schemaVersion: 1,
    kubernetesVersion: `1.${minor}`,
    findings: findings.map(
      ({
        rule,
        severity,
        apiVersion,
        kind,
        namespace,
        name,
        field,
        message,
        fix,
        file,
        line,
        column,
      }) => ({
        rule,
        severity,
        apiVersion,
        kind,
        namespace,
        name,
        field,
        message,
        fix,
        file,
        line,
        column,
      }),
    ),
    errors: problems.map(({ message }) => ({ message })),
    counts,
  };
  return formatJson(document);
}
