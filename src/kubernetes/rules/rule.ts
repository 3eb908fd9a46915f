import type { Severity } from './finding';
import type { Node } from './node';
import type { FieldPath } from '../field-path';
import type { Struct, StructName } from '../schema/field';

/** Something that a struct of a Job or CronJob must keep to. */
export interface Rule<Name extends StructName = StructName> {
  /** `what/must-hold`: never changed once published, for people look it up and filter findings by it. */
  readonly id: string;
  readonly severity: Severity;
  /** The structs that it is about. */
  readonly on: Name | readonly Name[];
  /** The first minor that has it. @default always */
  readonly since?: number;
  /** The last minor that has it. @default still */
  readonly until?: number;
  /** Only when an object is made, or only when it is changed. @default both */
  readonly when?: 'create' | 'update';
  /** The server sends a warning for it. @default false */
  readonly warned?: true;
  /** What is wrong where the check says no more about it, and why. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** Where Kubernetes documents it, after https://kubernetes.io/docs/ */
  readonly link?: string;
  /** Tells every field that breaks the rule. */
  readonly check: (value: Struct<Name>, node: Node<Name>, refuse: Refuse) => void;
}

/** Tells a field that breaks a rule, and what is wrong there if the rule's own message doesn't say it. */
export type Refuse = (path: FieldPath, message?: string) => void;

/** A rule of the API server: what breaks it is refused. */
export function rejected<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'rejected', ...rule } as unknown as Rule;
}

/** What the server takes and no Pod starts with. */
export function neverStarts<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'never-starts', ...rule } as unknown as Rule;
}

/** What works, but not as people think. */
export function warning<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'warning', ...rule } as unknown as Rule;
}

/** The same, where the server sends a warning for it. */
export function warned<Name extends StructName>(rule: Omit<Rule<Name>, 'severity'>): Rule {
  return { severity: 'warning', warned: true, ...rule } as unknown as Rule;
}
