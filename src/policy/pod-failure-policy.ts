import type { JsonObject } from '../kubernetes/json';

/** What a rule does with a failed Pod that it is about. */
export type PodFailureAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/** One rule: which failures it is about, and what happens then. Made by {@link PodFailure}. */
export interface PodFailureRule<Action extends PodFailureAction = PodFailureAction> {
  /** What happens. */
  readonly action: Action;
  /** The rest of the rule, as it stands in a manifest. */
  readonly match: JsonObject;
}

/** Failures of one kind, of which it is yet to be said what they lead to. */
export class PodFailure {
  /**
   * A container ended with one of these exit codes.
   * @param codes 1 to 255: 0 is no failure
   */
  public static withExitCode(...codes: number[]): PodExitFailure {
    return new PodExitFailure('In', codes);
  }

  /**
   * A container failed with an exit code that is none of these.
   * @param codes 0 to 255; a container that succeeded is never meant
   */
  public static withExitCodeOtherThan(...codes: number[]): PodExitFailure {
    return new PodExitFailure('NotIn', codes);
  }

  /**
   * The Pod was disrupted (condition `DisruptionTarget`): its node was drained or lost, or it was preempted or evicted. The program
   * is not to blame, so most Jobs `ignore()` it.
   * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
   */
  public static byDisruption(): PodFailure {
    return PodFailure.withCondition('DisruptionTarget');
  }

  /**
   * The Pod has a condition of this type, one of the control plane or of your own.
   * @param status what the condition says. @default True
   */
  public static withCondition(
    type: string,
    status: 'True' | 'False' | 'Unknown' = 'True',
  ): PodFailure {
    return new PodFailure({ onPodConditions: [{ type, status }] });
  }

  protected constructor(private readonly match: JsonObject) {}

  /** The whole Job fails at once, and what still runs is ended. */
  public failJob(): PodFailureRule<'FailJob'> {
    return { action: 'FailJob', match: this.match };
  }

  /** The index of the Pod fails at once, without further retries. Only for an `IndexedJob` with `backoffLimitPerIndex`. Since Kubernetes 1.29. */
  public failIndex(): PodFailureRule<'FailIndex'> {
    return { action: 'FailIndex', match: this.match };
  }

  /** The Pod is replaced, and `backoffLimit` is not touched. */
  public ignore(): PodFailureRule<'Ignore'> {
    return { action: 'Ignore', match: this.match };
  }

  /** The Pod counts against `backoffLimit`, as without any policy: for what later rules are not to see. */
  public count(): PodFailureRule<'Count'> {
    return { action: 'Count', match: this.match };
  }
}

/** Failures that are told by the exit code of a container. */
export class PodExitFailure extends PodFailure {
  /** @internal */
  public constructor(
    private readonly operator: 'In' | 'NotIn',
    private readonly codes: readonly number[],
    containerName?: string,
  ) {
    // The server wants them in order, each once.
    super({
      onExitCodes: {
        ...(containerName !== undefined && { containerName }),
        operator,
        values: [...new Set(codes)].sort((a, b) => a - b),
      },
    });
  }

  /** Looks at the container of this name only. @default any container or init container */
  public inContainer(name: string): PodExitFailure {
    return new PodExitFailure(this.operator, this.codes, name);
  }
}

/**
 * What becomes of a Job when a Pod fails, told from why it failed. Of its rules the first that matches holds; a failure that none is
 * about counts against `backoffLimit`.
 *
 * ```ts
 * PodFailurePolicy.of(
 *   PodFailure.byDisruption().ignore(),
 *   PodFailure.withExitCode(2).inContainer('main').failJob(),
 * )
 * ```
 * Needs `restartPolicy: NEVER`, the default. Beta since Kubernetes 1.26, stable since 1.31.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export class PodFailurePolicy<Action extends PodFailureAction = PodFailureAction> {
  /**
   * Of one rule or more.
   * @param rules in their order, at most 20
   */
  public static of<Action extends PodFailureAction>(
    ...rules: PodFailureRule<Action>[]
  ): PodFailurePolicy<Action> {
    return new PodFailurePolicy(rules);
  }

  private constructor(
    /** In their order. */
    public readonly rules: readonly PodFailureRule<Action>[],
  ) {}

  /** As it stands in a manifest. */
  public toJson(): JsonObject {
    return { rules: this.rules.map(({ action, match }) => ({ action, ...match })) };
  }
}
