import type { JsonObject } from '../../../src/kubernetes/json';

/** A manifest that a rule is shown with. */
export interface Example {
  readonly manifest: JsonObject;
  /** The object as the server has it, where it is about changing one. */
  readonly old?: JsonObject;
  /** The minor of Kubernetes. @default 35 */
  readonly minor?: number;
  /** Other rules that the server holds against the same manifest. */
  readonly also?: readonly string[];
}

/** What breaks a rule, and what keeps to it; the first of each is in docs/rules.md. */
export interface RuleExamples {
  readonly bad: Written | readonly Written[];
  readonly good: Written | readonly Written[];
}

type Written = JsonObject | Example;

/** By the ids of the rules. */
export type Examples = Readonly<Record<string, RuleExamples>>;

export function examplesIn(written: RuleExamples['bad']): readonly Example[] {
  return (Array.isArray(written) ? (written as readonly Written[]) : [written as Written]).map(
    exampleOf,
  );
}

/** The same for a certain minor. */
export function on(minor: number, written: Written): Example {
  return { ...exampleOf(written), minor };
}

/** The same where it breaks other rules, too. */
export function withOthers(also: readonly string[], written: Written): Example {
  return { ...exampleOf(written), also };
}

function exampleOf(written: Written): Example {
  return isManifest(written) ? { manifest: written } : written;
}

function isManifest(written: Written): written is JsonObject {
  return 'kind' in written;
}
