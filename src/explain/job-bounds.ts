/**
 * The limits within which a Job stays, whatever its Pods do. They hold while no client changes or
 * deletes the Job, and count from its start, which of a suspended Job is when it is resumed.
 */
export interface JobBounds {
  /** Whether the Job starts only when it is resumed. */
  readonly suspended: boolean;
  /**
   * The controller that runs the Job instead of Kubernetes' own; null if none does. Beta since
   * Kubernetes 1.32, stable since 1.35.
   */
  readonly managedBy: string | null;
  /** How many Pods it creates. */
  readonly pods: PodBounds;
  /** How often it tries again. */
  readonly retries: RetryBounds;
  /** Restarts of containers in their Pods; null if `restartPolicy` is `Never`. */
  readonly restarts: RestartBounds | null;
  /** When it ends at the latest. */
  readonly time: TimeBounds;
  /** The reasons of the conditions `Complete` and `Failed` that it can end with. */
  readonly ends: readonly JobEnd[];
}

/** How many Pods a Job creates. */
export interface PodBounds {
  /** Fewest Pods with which it can succeed; null if it cannot. */
  readonly fewestToSucceed: number | null;
  /**
   * Most Pods that it can create; null without a limit, since its failure policy ignores some
   * failures. Takes the deadline into account only for a Job that runs one Pod and its retries.
   */
  readonly most: number | null;
  /** Most Pods that run at the same time, without those that are being deleted. */
  readonly mostAtOnce: number;
  /** Whether a Pod that a client deletes is replaced before it has ended. */
  readonly replacesDeletedAtOnce: boolean;
}

/** How often a Job tries again. */
export interface RetryBounds {
  /** Failed Pods of the whole Job before it fails; null if only each index has a limit. */
  readonly limit: number | null;
  /** Failed Pods of each index before the index fails; null if an index has no limit. */
  readonly limitPerIndex: number | null;
  /**
   * Failed indexes before the Job fails; null without a limit. Beta since Kubernetes 1.29,
   * stable since 1.33.
   */
  readonly maxFailedIndexes: number | null;
  /**
   * Seconds from a failure to the next Pod, if each retry fails: after the first failure, the
   * second, and so on. The last one repeats. Those of each index with a limit per index.
   */
  readonly pausesSeconds: readonly number[];
  /** The sum of the pauses of all these retries. */
  readonly totalPauseSeconds: number;
  /** Retries that begin before the deadline if each fails at once; null without a deadline. */
  readonly beforeDeadline: number | null;
}

/** Restarts of the containers of a Job in their Pods. */
export interface RestartBounds {
  /** Restarts of all active Pods together with which the Job fails. */
  readonly failsAt: number;
  /** Seconds from the end of a container to its restart. The last one repeats. */
  readonly pausesSeconds: readonly number[];
}

/** When a Job ends at the latest. */
export interface TimeBounds {
  /** Seconds after which its Pods are stopped and the Job fails; null without a deadline. */
  readonly deadlineSeconds: number | null;
  /**
   * Seconds after which its last Pod has ended, apart from the seconds that the controller and the
   * kubelet need; null without a deadline.
   */
  readonly latestEndSeconds: number | null;
  /** Seconds from its end until it is deleted; null if it has no TTL. */
  readonly deletedAfterSeconds: number | null;
}

/** A way in which a Job can end. */
export interface JobEnd {
  /** The type of its last condition. */
  readonly condition: 'Complete' | 'Failed';
  /** The reason of that condition, e.g. `BackoffLimitExceeded`. */
  readonly reason: string;
}
