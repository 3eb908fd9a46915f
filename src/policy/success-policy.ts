import type { JsonObject } from '../kubernetes/json';

/** An index such as `3`, or a list of indexes and ranges such as `'0-4,7'`. */
export type Indexes = number | string;

/** Options of {@link SuccessPolicy.indexes}. */
export interface SuccessPolicyIndexesOptions {
  /**
   * How many of the indexes must succeed (`succeededCount`).
   * @default all of them
   */
  readonly count?: number;
}

/**
 * Declares an Indexed Job successful before all of its indexes have succeeded. The Job succeeds as
 * soon as one rule is met; the Job controller then terminates the Pods that still run.
 *
 * ```ts
 * SuccessPolicy.indexes(0)                                      // the leader
 * SuccessPolicy.indexes('0-9', { count: 3 })                    // any three of the first ten
 * SuccessPolicy.count(8).or(SuccessPolicy.indexes('0-2'))       // any eight, or the first three
 * ```
 * Beta since Kubernetes 1.31, stable since 1.33.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy
 */
export class SuccessPolicy {
  /**
   * Requires these indexes to succeed (`succeededIndexes`).
   * @param indexes an index, a list such as `'0-4,7'`, or an array of both
   * @throws RangeError if the list is empty
   */
  public static indexes(
    indexes: Indexes | readonly Indexes[],
    { count }: SuccessPolicyIndexesOptions = {},
  ): SuccessPolicy {
    const succeededIndexes = Array.isArray(indexes) ? indexes.join(',') : String(indexes);
    if (succeededIndexes === '') {
      throw new RangeError('the list of indexes is empty; give at least one index, such as 0');
    }
    return new SuccessPolicy([
      { succeededIndexes, ...(count !== undefined && { succeededCount: count }) },
    ]);
  }

  /** Requires any number of indexes to succeed (`succeededCount`). */
  public static count(succeededCount: number): SuccessPolicy {
    return new SuccessPolicy([{ succeededCount }]);
  }

  private constructor(private readonly rules: readonly JsonObject[]) {}

  /**
   * Returns a policy that is met when this policy or the other one is. A Job may have up to 20
   * rules.
   */
  public or(other: SuccessPolicy): SuccessPolicy {
    return new SuccessPolicy([...this.rules, ...other.rules]);
  }

  /** Returns the field `successPolicy` of a JobSpec. */
  public toJson(): JsonObject {
    return { rules: [...this.rules] };
  }
}
