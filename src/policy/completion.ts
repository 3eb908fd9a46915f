import type { SuccessPolicy } from './success-policy';
import type { Json, JsonObject } from '../kubernetes/json';

/** Completion by which Pods have no index. */
export interface NonIndexedCompletion {
  /**
   * Writes the server's default, for manifests that are compared with existing ones. It starts no
   * new run.
   * @default not written
   */
  readonly completionMode?: 'NonIndexed';
}

/** Completion by which a fixed number of Pods must succeed. */
export interface FixedCompletion extends NonIndexedCompletion {
  /** Number of Pods that must succeed. */
  readonly completions: number;
  /** Maximum number of Pods that run at once. @default 1 (the server's) */
  readonly parallelism?: number;
}

/** Completion by which each index must succeed. */
export type IndexedCompletion = IndexCount &
  PerIndexRetries & {
    /** Maximum number of Pods that run at once. @default 1 (the server's) */
    readonly parallelism?: number;

    /**
     * Declares the Job successful before all indexes have succeeded. Beta since Kubernetes 1.31,
     * stable since 1.33.
     * @default all indexes must succeed
     */
    readonly successPolicy?: SuccessPolicy;
  };

/** The number of indexes: `completions`, or one for each item. */
export type IndexCount =
  | {
      /**
       * Number of indexes: 0 to `completions` - 1. Each container reads its index from
       * `$JOB_COMPLETION_INDEX`.
       */
      readonly completions: number;
      /** Not allowed together with `completions`. */
      readonly items?: undefined;
    }
  | {
      /**
       * The work items, one for each index: any JSON values, 1 MiB in total. Each container reads
       * its item from the file at `$JOB_ITEM`, or with `item()` of `cdk8s-jobs/worker`. The file
       * contains plain text if all items are strings, else JSON.
       */
      readonly items: readonly (Json | object)[];
      /** Not allowed together with `items`. */
      readonly completions?: undefined;
    };

/** Retry limits of each index. */
export type PerIndexRetries =
  | {
      /**
       * Number of retries of an index before it is marked as failed. Other indexes continue, and
       * the Job fails when they are done. Requires `restartPolicy: NEVER`. Beta since Kubernetes
       * 1.29, stable since 1.33.
       * @default all indexes share `backoffLimit`
       */
      readonly backoffLimitPerIndex: number;
      /**
       * Number of indexes that may fail; one more fails the whole Job at once. Beta since
       * Kubernetes 1.29, stable since 1.33.
       * @default any number
       */
      readonly maxFailedIndexes?: number;
    }
  | NoPerIndexRetries;

/** Retry limits by which all indexes share the `backoffLimit` of the Job. */
export interface NoPerIndexRetries {
  /** All indexes share `backoffLimit`. */
  readonly backoffLimitPerIndex?: undefined;
  /** Requires `backoffLimitPerIndex`. */
  readonly maxFailedIndexes?: undefined;
}

/** Completion of a Job with workers that fetch their work from a queue. */
export interface WorkQueueCompletion extends NonIndexedCompletion {
  /** Number of Pods that run at once, each until the queue is empty. */
  readonly workers: number;
}

/** Decides when a Job is complete, and how many of its Pods run at once. */
export class Completion<PerIndex extends boolean = boolean> {
  /**
   * Requires one Pod to succeed. This is the default of Kubernetes, so no field is written unless
   * `completionMode` is given.
   */
  public static single({ completionMode }: NonIndexedCompletion = {}): Completion<false> {
    return new Completion({ completionMode }, false, { props: ['completionMode'] });
  }

  /**
   * Requires a fixed number of Pods to succeed; any of them may do any part of the work.
   * @param completion number of Pods, in total and at once
   */
  public static fixed({
    completions,
    completionMode,
    parallelism,
  }: FixedCompletion): Completion<false> {
    return new Completion({ completionMode, completions, parallelism }, false, {
      props: ['completions', 'completionMode', 'parallelism'],
      problems:
        completions === undefined
          ? ['completions: is required; set the number of Pods that must succeed']
          : [],
    });
  }

  /** Requires each index to succeed, or the success policy to be met. */
  public static indexed(
    completion: IndexedCompletion & { readonly backoffLimitPerIndex: number },
  ): Completion<true>;
  public static indexed(completion: IndexedCompletion): Completion<false>;
  public static indexed({
    completions,
    items,
    parallelism,
    backoffLimitPerIndex,
    maxFailedIndexes,
    successPolicy,
  }: IndexedCompletion): Completion {
    return new Completion(
      {
        completionMode: 'Indexed',
        completions: items?.length ?? completions,
        parallelism,
        backoffLimitPerIndex,
        maxFailedIndexes,
        successPolicy: successPolicy?.toJson(),
      },
      backoffLimitPerIndex !== undefined,
      {
        props: [
          'completions',
          'items',
          'parallelism',
          'backoffLimitPerIndex',
          'maxFailedIndexes',
          'successPolicy',
        ],
        items: items as readonly Json[] | undefined,
        problems:
          (items === undefined) === (completions === undefined)
            ? [
                items
                  ? 'completions and items are mutually exclusive; give one of them'
                  : 'completions or items is required; give the number of indexes or their items',
              ]
            : [],
      },
    );
  }

  /**
   * Requires one worker to succeed and all others to end: the queue is empty then.
   * @param completion number of workers
   */
  public static workQueue({ workers, completionMode }: WorkQueueCompletion): Completion<false> {
    return new Completion({ completionMode, parallelism: workers }, false, {
      props: ['workers', 'completionMode'],
      problems:
        workers === undefined
          ? ['workers: is required; set the number of Pods that run at once']
          : [],
    });
  }

  /** The work items, one for each index. @default none */
  public readonly items?: readonly Json[];

  /** Names of the props that it is created from. @internal */
  public readonly props: readonly string[];

  /** Problems of these props. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** The fields of a JobSpec that define it. */
    public readonly spec: JsonObject,
    /** Whether each index has its own retry limit. */
    public readonly perIndex: PerIndex,
    {
      props = [],
      items,
      problems = [],
    }: Partial<Pick<Completion, 'props' | 'items' | 'problems'>> = {},
  ) {
    this.props = props;
    this.items = items;
    this.problems = problems;
  }
}
