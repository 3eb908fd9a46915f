import type { JsonObject } from '../../src/kubernetes/json';
import type { Propagation } from '../../src/local/controllers/garbage-collector';

/** A Job, what its Pods do, and what is changed while it runs. Times are in seconds. */
export interface Scenario {
  readonly id: string;
  readonly job: { readonly spec: JsonObject };
  /** By index, or `default`: what the n-th Pod does. The last run repeats. */
  readonly pods: Readonly<Record<string, readonly Run[]>>;
  readonly patches?: readonly Change[];
  readonly until: number;
}

/** A change of the spec, or the deletion of the Job. */
export interface Change {
  readonly at: number;
  readonly spec?: JsonObject;
  readonly delete?: Propagation;
}

export interface Run {
  readonly start?: number;
  readonly run?: number;
  readonly exit?: number;
  readonly never?: boolean;
  readonly disrupted?: boolean;
  /** By container: its runs, if they differ from the above. The last one repeats. */
  readonly containers?: Readonly<Record<string, readonly Attempt[]>>;
}

export interface Attempt {
  readonly run: number;
  readonly exit: number;
}

/** What became of a scenario. */
export interface Result {
  readonly id: string;
  readonly conditions: SeenCondition[];
  readonly status: JsonObject;
  readonly pods: readonly SeenPod[];
  /** When the Job no longer existed. */
  readonly gone?: number;
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
