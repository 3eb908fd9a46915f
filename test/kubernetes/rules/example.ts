import type { JsonObject } from '../../../src/kubernetes/json';

/** A manifest that violates or follows a rule. */
export interface Example {
  readonly manifest: JsonObject;
  /** The object as the API server stores it, in an update. @default - none */
  readonly old?: JsonObject;
  /** Minor version of Kubernetes. @default 35 */
  readonly minor?: number;
  /** Other rules by which the API server rejects the manifest. @default - none */
  readonly also?: readonly string[];
}

/** Examples that violate and follow a rule. docs/rules.md shows the first of each. */
export interface RuleExamples {
  readonly bad: Written | readonly Written[];
  readonly good: Written | readonly Written[];
}

type Written = JsonObject | Example;

/** Examples by the ids of their rules. */
export type Examples = Readonly<Record<string, RuleExamples>>;

export function examplesIn(written: RuleExamples['bad']): readonly Example[] {
  return (Array.isArray(written) ? (written as readonly Written[]) : [written as Written]).map(
    exampleOf,
  );
}

/** Creates an example for a minor version of Kubernetes. */
export function on(minor: number, written: Written): Example {
  return { ...exampleOf(written), minor };
}

/** Creates an example that other rules reject, too. */
export function withOthers(also: readonly string[], written: Written): Example {
  return { ...exampleOf(written), also };
}

function exampleOf(written: Written): Example {
  return isManifest(written) ? { manifest: written } : written;
}

function isManifest(written: Written): written is JsonObject {
  return 'kind' in written;
}
