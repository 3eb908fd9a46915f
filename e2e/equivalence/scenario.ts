import type { JsonObject } from '../../src/kubernetes/json';

/** A Job, what its Pods do, and what is changed while it runs. Times are in seconds. */
export interface Scenario {
  readonly id: string;
  readonly job: { readonly spec: JsonObject };
  /** By index, or `default`: what the n-th Pod does. The last run repeats. */
  readonly pods: Readonly<Record<string, readonly Run[]>>;
  readonly patches?: readonly { readonly at: number; readonly spec: JsonObject }[];
  readonly until: number;
}

export interface Run {
  readonly start?: number;
  readonly run?: number;
  readonly exit?: number;
  readonly never?: boolean;
  readonly disrupted?: boolean;
}

/** What became of a scenario. */
export interface Result {
  readonly id: string;
  readonly conditions: SeenCondition[];
  readonly status: JsonObject;
  readonly pods: readonly SeenPod[];
}

export interface SeenCondition {
  readonly Type: string;
  readonly Status: string;
  readonly Reason: string;
  readonly Message: string;
  readonly At: number;
}

export interface SeenPod {
  readonly index?: string;
  readonly failureCount?: string;
  readonly created: number;
  readonly finished?: number;
  readonly deleted?: number;
  readonly phase: string;
}
