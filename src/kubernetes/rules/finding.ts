/** All severities, from the worst on. */
export const SEVERITIES = [
  'rejected',
  'never-starts',
  'error',
  'dropped',
  'warning',
  'info',
] as const;

/**
 * Severity of a finding:
 * - `rejected`: the API server rejects the object.
 * - `never-starts`: the API server accepts the object, but no Pod can start, or the CronJob
 *   controller cannot create a Job.
 * - `error`: the user has made the rule an error.
 * - `dropped`: the API server accepts the object, but drops the field.
 * - `warning`: the object works, but probably not as expected.
 * - `info`: the object works as expected; there is advice, or a question of style.
 */
export type Severity = (typeof SEVERITIES)[number];

/** Returns the level of a severity in CI systems and code scanners. */
export function level(severity: Severity): 'error' | 'warning' | 'info' {
  switch (severity) {
    case 'rejected':
    case 'never-starts':
    case 'error':
      return 'error';
    case 'dropped':
    case 'warning':
      return 'warning';
    case 'info':
      return 'info';
  }
}

/** A violation of a rule by a field of a manifest. */
export interface Finding {
  /** Id of the rule, such as `container/image-required`; docs/rules.md explains each one. */
  readonly rule: string;
  /** Severity of the rule. */
  readonly severity: Severity;
  /** The field as the API server spells it, such as `spec.template.spec.containers[0].name`. */
  readonly field: string;
  /**
   * Keys and indexes that lead to the field in the manifest. The last ones may not exist in it.
   */
  readonly path: readonly (string | number)[];
  /** What is wrong, and why. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}
