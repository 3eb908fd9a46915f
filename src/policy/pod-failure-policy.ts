import type { JsonObject } from '../kubernetes/json';

/** What the Job controller does when a failed Pod matches a rule. */
export type PodFailureAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/** A rule of a {@link PodFailurePolicy}, created by {@link PodFailure}. */
export interface PodFailureRule<Action extends PodFailureAction = PodFailureAction> {
  /** What the Job controller does when a failed Pod matches. */
  readonly action: Action;
  /** The condition of the rule: `onExitCodes` or `onPodConditions`. */
  readonly match: JsonObject;
}

/** Options of {@link PodFailure.onExitCodes}. */
export interface OnExitCodesOptions {
  /**
   * Whether the exit code must be one of the values (`In`) or none of them (`NotIn`). Exit code 0
   * never matches.
   * @default In
   */
  readonly operator?: 'In' | 'NotIn';
  /**
   * The container or init container whose exit code is compared.
   * @default any container or init container of the Pod
   */
  readonly containerName?: string;
}

/** Selects failed Pods. Its methods create a rule for them. */
export class PodFailure {
  /**
   * Matches Pods in which a container failed with one of these exit codes.
   * @param codes an exit code or several: 1 to 255, with the operator `NotIn` also 0
   */
  public static onExitCodes(
    codes: number | readonly number[],
    { operator = 'In', containerName }: OnExitCodesOptions = {},
  ): PodFailure {
    return new PodFailure({
      onExitCodes: {
        ...(containerName !== undefined && { containerName }),
        operator,
        // The API server accepts only values in ascending order, without duplicates.
        values: [...new Set([codes].flat())].sort((a, b) => a - b),
      },
    });
  }

  /**
   * Matches Pods that have a condition, set by the control plane or by a controller of your own.
   * `DisruptionTarget` is the condition of Pods that were preempted or evicted, or whose node was
   * drained or lost.
   * @param type of the condition
   * @param status of the condition
   * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
   */
  public static onPodCondition(
    type: string,
    status: 'True' | 'False' | 'Unknown' = 'True',
  ): PodFailure {
    return new PodFailure({ onPodConditions: [{ type, status }] });
  }

  private constructor(private readonly match: JsonObject) {}

  /** Fails the Job at once and terminates its running Pods. */
  public failJob(): PodFailureRule<'FailJob'> {
    return { action: 'FailJob', match: this.match };
  }

  /**
   * Fails the index of the Pod at once, without further retries. Requires an `IndexedJob` with
   * `backoffLimitPerIndex`. Beta since Kubernetes 1.29, stable since 1.33.
   */
  public failIndex(): PodFailureRule<'FailIndex'> {
    return { action: 'FailIndex', match: this.match };
  }

  /** Replaces the Pod without counting the failure against `backoffLimit`. */
  public ignore(): PodFailureRule<'Ignore'> {
    return { action: 'Ignore', match: this.match };
  }

  /**
   * Counts the failure against `backoffLimit`, as without a policy, and skips the rules after this
   * one.
   */
  public count(): PodFailureRule<'Count'> {
    return { action: 'Count', match: this.match };
  }
}

/**
 * Decides what a failed Pod leads to. The first matching rule applies; a failure that matches no
 * rule counts against `backoffLimit`.
 *
 * ```ts
 * PodFailurePolicy.of(
 *   PodFailure.onPodCondition('DisruptionTarget').ignore(),
 *   PodFailure.onExitCodes(2, { containerName: 'main' }).failJob(),
 * )
 * ```
 * Requires `restartPolicy: Never`, the default. Beta since Kubernetes 1.26, stable since 1.31.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export class PodFailurePolicy<Action extends PodFailureAction = PodFailureAction> {
  /**
   * Creates a policy of one or more rules.
   * @param rules in the order in which they are tried, up to 20
   */
  public static of<Action extends PodFailureAction>(
    ...rules: PodFailureRule<Action>[]
  ): PodFailurePolicy<Action> {
    return new PodFailurePolicy(rules);
  }

  private constructor(
    /** The rules in the order in which they are tried. */
    public readonly rules: readonly PodFailureRule<Action>[],
  ) {}

  /** Returns the field `podFailurePolicy` of a JobSpec. */
  public toJson(): JsonObject {
    return { rules: this.rules.map(({ action, match }) => ({ action, ...match })) };
  }
}
