import type { CheckReport } from '../manifests/check';

/** The findings as one JSON document; fields are added, never changed, within a `schemaVersion`. */
export function checkJson({ minor, findings, problems, counts }: CheckReport): string {
  const document = {
    schemaVersion: 1,
    kubernetesVersion: `1.${minor}`,
    findings: findings.map(({ rule, severity, apiVersion, kind, namespace, name, field, message, fix, file, line, column }) =>
      ({ rule, severity, apiVersion, kind, namespace, name, field, message, fix, file, line, column })),
    errors: problems.map(({ message }) => ({ message })),
    counts,
  };
  return `${ascii(JSON.stringify(document, null, 2))}\n`;
}

/** JSON itself escapes only half of the control characters. */
export function ascii(json: string): string {
  return json.replace(/[\x7f-\x9f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
