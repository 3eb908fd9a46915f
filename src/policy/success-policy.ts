import type { JsonObject } from '../kubernetes/json';

/** An index, or several as `"0-4,7"`. */
export type Indexes = number | string;

/**
 * When an Indexed Job has succeeded before all its indexes have: as soon as one of its rules holds, the Pods that still run are ended.
 *
 * ```ts
 * SuccessPolicy.ofIndexes(0)                                    // the leader
 * SuccessPolicy.ofIndexes('0-9').atLeast(3)                     // any three of the first ten
 * SuccessPolicy.ofAny(8).or(SuccessPolicy.ofIndexes('0-2'))     // any eight, or the first three
 * ```
 * Beta since Kubernetes 1.31, stable since 1.33.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy
 */
export class SuccessPolicy {
  /**
   * These indexes have succeeded, all of them unless `atLeast` says otherwise.
   * @throws RangeError if there is none
   */
  public static ofIndexes(...indexes: Indexes[]): SuccessPolicyOfIndexes {
    const list = indexes.join(',');
    if (list === '') {
      throw new RangeError(
        'no index is given, so nothing would meet the rule; give one at least, such as 0',
      );
    }
    return new SuccessPolicyOfIndexes(list);
  }

  /** So many indexes have succeeded, whichever. */
  public static ofAny(count: number): SuccessPolicy {
    return new SuccessPolicy([{ succeededCount: count }]);
  }

  /** @param rules as they stand in a manifest */
  protected constructor(private readonly rules: readonly JsonObject[]) {}

  /** Either this, or another. At most 20 in all. */
  public or(other: SuccessPolicy): SuccessPolicy {
    return new SuccessPolicy([...this.rules, ...other.rules]);
  }

  /** As it stands in a manifest. */
  public toJson(): JsonObject {
    return { rules: [...this.rules] };
  }
}

/** Certain indexes that have to succeed. */
export class SuccessPolicyOfIndexes extends SuccessPolicy {
  /** @internal */
  public constructor(private readonly indexes: string) {
    super([{ succeededIndexes: indexes }]);
  }

  /** So many of them are enough. */
  public atLeast(count: number): SuccessPolicy {
    return new SuccessPolicy([{ succeededIndexes: this.indexes, succeededCount: count }]);
  }
}
