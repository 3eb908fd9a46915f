/** What Pods do, and what changes, while Jobs run in virtual time. */
export interface Scenario {
  /**
   * What Pods do. The first entry that selects a Pod applies.
   * @default every Pod runs for one second and succeeds
   */
  readonly pods?: readonly ScriptedPods[];
  /** Changes of Jobs while they run. @default none */
  readonly changes?: readonly JobChange[];
  /** The simulated time, in seconds; 366 days at most. @default 604800 (7 days) */
  readonly forSeconds?: number;
}

/** Selects Pods, and says what they do. */
export interface ScriptedPods {
  /** Id of the construct or name of the Job. @default all Jobs */
  readonly job?: string;
  /** Completion index, from 0. @default all Pods */
  readonly index?: number;
  /**
   * Number of the Pod in the order of creation, from 1: among the Pods of its index if the Job is
   * Indexed, else among those of the Job. @default all Pods
   */
  readonly attempt?: number;
  /** Seconds from the creation of the Pod until its containers run. @default 1 */
  readonly startSeconds?: number;
  /** Seconds that its containers run. @default 1 */
  readonly runSeconds?: number;
  /** Exit code of its containers; 128 plus the number of a signal that ends them. @default 0 */
  readonly exitCode?: number;
  /** Reason of the end in the container status, such as `OOMKilled`. @default Completed or Error */
  readonly reason?: string;
  /** The node is drained when the Pod has run for `runSeconds`. @default false */
  readonly drained?: boolean;
  /** The Pod stays Pending, for this reason, such as `Unschedulable`. @default the Pod starts */
  readonly neverStarts?: string;
}

/** Changes the spec of a Job, as `kubectl patch` does. */
export interface JobChange {
  /** Id of the construct or name of the Job. */
  readonly job: string;
  /** Seconds after the start of the simulation. */
  readonly atSeconds: number;
  /** Suspends or resumes the Job. @default not changed */
  readonly suspend?: boolean;
  /** @default not changed */
  readonly parallelism?: number;
}
