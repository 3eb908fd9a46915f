import type { SuccessPolicy } from './success-policy';
import type { Json, JsonObject } from '../kubernetes/json';

/** So many Pods have to succeed, whichever. */
export interface FixedCompletion {
  /** How many Pods must succeed. */
  readonly completions: number;
  /** How many Pods may be at work at once. @default 1 (the server's) */
  readonly parallelism?: number;
}

/** Each index has to succeed. */
export type IndexedCompletion = IndexCount &
  PerIndexRetries & {
    /** How many Pods may be at work at once. @default 1 (the server's) */
    readonly parallelism?: number;

    /**
     * When the Job has succeeded before all indexes have. Beta since Kubernetes 1.31, stable since 1.33.
     * @default all indexes must succeed
     */
    readonly successPolicy?: SuccessPolicy;
  };

/** How many indexes there are: a number, or one for each item. */
export type IndexCount =
  | {
      /** How many indexes there are: 0 to `completions` - 1, in `$JOB_COMPLETION_INDEX` of each container. */
      readonly completions: number;
      /** Would say how many there are, too. */
      readonly items?: undefined;
    }
  | {
      /**
       * The work itself, an item for each index: any JSON. It reaches the containers in a file whose path is in `$JOB_ITEM`: a text as it
       * is, if all items are texts, or else JSON; `item()` of `cdk8s-jobs/worker` reads it. All items together may have 1 MiB at most.
       */
      readonly items: readonly (Json | object)[];
      /** There are as many as items. */
      readonly completions?: undefined;
    };

/** Whether each index is retried by itself. */
export type PerIndexRetries =
  | {
      /**
       * How many failed Pods of an index are replaced before that index fails; other indexes go on, and the Job fails when they are done.
       * Beta since Kubernetes 1.29, stable since 1.33. Needs `restartPolicy: NEVER`.
       * @default `backoffLimit` counts for all indexes together
       */
      readonly backoffLimitPerIndex: number;
      /**
       * How many indexes may fail before the whole Job fails at once. Beta since Kubernetes 1.29, stable since 1.33.
       * @default any number
       */
      readonly maxFailedIndexes?: number;
    }
  | NoPerIndexRetries;

/** All indexes share the `backoffLimit` of the Job. */
export interface NoPerIndexRetries {
  /** `backoffLimit` counts for all indexes together. */
  readonly backoffLimitPerIndex?: undefined;
  /** Only indexes that are retried by themselves fail by themselves. */
  readonly maxFailedIndexes?: undefined;
}

/** Workers that fetch their work themselves. */
export interface WorkQueueCompletion {
  /** How many Pods are at work at once, each until the queue is empty. */
  readonly workers: number;
}

/** When a Job is done, and how many Pods work on it at once. */
export class Completion<PerIndex extends boolean = boolean> {
  /** One Pod has succeeded. Writes nothing, since that is what Kubernetes assumes. */
  public static single(): Completion<false> {
    return new Completion({}, false);
  }

  /**
   * So many Pods have succeeded; any of them may do any part of the work.
   * @param completion how many, and how many at once
   */
  public static fixed({ completions, parallelism }: FixedCompletion): Completion<false> {
    return new Completion({ completions, parallelism }, false, {
      props: ['completions', 'parallelism'],
      problems:
        completions === undefined
          ? [
              'completions: is missing, so nobody knows when the Job is done; say how many Pods must succeed',
            ]
          : [],
    });
  }

  /** Each index has succeeded, or what the success policy asks for. */
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
                `completions and items are ${items ? 'both given, and each says' : 'both missing, and one of them says'} how many indexes there are; give one of them`,
              ]
            : [],
      },
    );
  }

  /**
   * One worker has succeeded and all others have ended: the queue is empty.
   * @param completion how many workers there are
   */
  public static workQueue({ workers }: WorkQueueCompletion): Completion<false> {
    return new Completion({ parallelism: workers }, false, {
      props: ['workers'],
      problems:
        workers === undefined ? ['workers: is missing; say how many Pods are at work at once'] : [],
    });
  }

  /** The work of each index. @default none is given */
  public readonly items?: readonly Json[];

  /** The props of a Job that it is made of. @internal */
  public readonly props: readonly string[];

  /** What is wrong with it. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** The fields of a JobSpec that say so. */
    public readonly spec: JsonObject,
    /** Whether indexes are retried, and fail, each by itself. */
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
