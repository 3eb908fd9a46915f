/**
 * How grave a finding is:
 * - `rejected`: the API server refuses the object.
 * - `never-starts`: the server takes it, but no Pod can run, or no Job of the CronJob can be created.
 * - `dropped`: the server takes it, but does not keep the field.
 * - `warning`: it works, but not as people think.
 */
export type Severity = 'rejected' | 'never-starts' | 'dropped' | 'warning';

/** What CI systems and code scanners call it. */
export function level(severity: Severity): 'error' | 'warning' {
  return severity === 'rejected' || severity === 'never-starts' ? 'error' : 'warning';
}

/** One thing that is wrong with a manifest. */
export interface Finding {
  /** Id of the rule, such as `container/image-required`; docs/rules.md explains each. */
  readonly rule: string;
  readonly severity: Severity;
  /** The field, spelled as the API server spells it: `spec.template.spec.containers[0].name`. */
  readonly field: string;
  /** The same as the keys and indexes that lead there in the manifest; the last ones may be missing in it. */
  readonly path: readonly (string | number)[];
  /** What is wrong, and why. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}
