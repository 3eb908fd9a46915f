import type { JsonObject } from '../../src/kubernetes/json';

/**
 * A CronJob, what its Jobs do, and what is changed. Times are seconds since its creation. The
 * controller does not run from `away` to `back`.
 */
export interface CronScenario {
  readonly id: string;
  readonly cronJob: { readonly spec: JsonObject };
  /** In the form of RFC 3339, a whole second. */
  readonly created: string;
  /** What the n-th Job does. The last one repeats. */
  readonly runs: readonly CronRun[];
  /** In the order of their times. A field with `null` is removed. */
  readonly patches: readonly { readonly at: number; readonly spec: JsonObject }[];
  readonly away: number;
  readonly back: number;
  readonly until: number;
}

export interface CronRun {
  readonly seconds: number;
  readonly fails: boolean;
}

/** What the controller did. */
export interface CronResult {
  readonly id: string;
  /** Its events and the Jobs that it created, with their times, in their order. */
  readonly log: readonly string[];
  readonly status: JsonObject;
}
