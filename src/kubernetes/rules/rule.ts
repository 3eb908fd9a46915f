import type { Severity } from './finding';
import type { Node } from './node';
import type { FieldPath } from '../field-path';
import type { Struct, StructName } from '../schema/field';

/** A requirement on a struct of a Job or a CronJob. */
export interface Rule<Name extends StructName = StructName> {
  /** Id such as `container/name-unique`. Never changes, since users look it up and filter by it. */
  readonly id: string;
  /** Severity of the findings. */
  readonly severity: Severity;
  /** Structs that the rule checks. */
  readonly on: Name | readonly Name[];
  /** First minor version of Kubernetes with the rule. @default - all earlier versions */
  readonly since?: number;
  /** Last minor version of Kubernetes with the rule. @default - all later versions */
  readonly until?: number;
  /** Restricts the rule to creating or to updating an object. @default - both */
  readonly when?: 'create' | 'update';
  /** Whether the API server sends a warning as well. @default false */
  readonly serverWarns?: true;
  /**
   * What is wrong, and why, unless `check` reports a message of its own. A message without a
   * subject, such as `is required`, is about the field.
   */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** Documentation of Kubernetes, relative to https://kubernetes.io/docs/. @default - none */
  readonly link?: string;
  /** Reports each field that violates the rule. */
  readonly check: (value: Struct<Name>, node: Node<Name>, report: ReportViolation) => void;
}

/**
 * Reports a field that violates a rule.
 *
 * @param message replaces the message of the rule
 * @param fix replaces the fix of the rule
 */
export type ReportViolation = (path: FieldPath, message?: string, fix?: string) => void;

/** Defines a rule of the API server, which rejects an object that violates it. */
export function rejected<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'rejected', ...rule } as unknown as Rule;
}

/** Defines a rule of a controller, the kubelet or a container runtime: no Pod starts without it. */
export function neverStarts<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'never-starts', ...rule } as unknown as Rule;
}

/** Defines a rule against a likely mistake that the API server does not warn of. */
export function warning<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'warning', ...rule } as unknown as Rule;
}

/** Defines a rule against a likely mistake that the API server warns of as well. */
export function serverWarning<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'warning', serverWarns: true, ...rule } as unknown as Rule;
}

/** Defines a rule that gives advice about an object that works. */
export function info<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'info', ...rule } as unknown as Rule;
}
