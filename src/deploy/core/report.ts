import type { Source } from '../../manifests/problem';
import type { Attempt } from '../verdict/attempts';
import type { BlockerClass } from '../verdict/blocker';
import type { Hint } from '../verdict/hint';
import type { JobOutcome } from '../verdict/outcome';

/** Identifies an object. */
export interface ObjectRef {
  /** API version, such as `batch/v1`. */
  readonly apiVersion: string;
  /** Kind, such as `Job`. */
  readonly kind: string;
  /** null for objects that are not namespaced. */
  readonly namespace: string | null;
  /** Name of the object. */
  readonly name: string;
}

/** Returns the reference of a Job. */
export function jobRef(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'batch/v1', kind: 'Job', namespace, name };
}

/** What the server did with an object. */
export type ApplyAction = 'created' | 'configured' | 'unchanged' | 'replaced';

/** An object that the server accepted. */
export interface AppliedObject extends ObjectRef {
  /** What the server did with it. */
  readonly action: ApplyAction;
}

/** An object, or a request, that the API server rejected. */
export interface Rejection {
  /** null if the error is not about one object. */
  readonly object: ObjectRef | null;
  /** The error, as the server reports it. */
  readonly message: string;
  /** File and line of the object; null if it was not read from a file. */
  readonly source: Source | null;
}

/** One run of a container. */
export interface AttemptReport extends Attempt {
  /** The item of its index, as `IndexReport.failedItems` has it. */
  readonly item: string | null;
  /** The last lines of a run that failed. @default - it succeeded, or no line was read */
  readonly lastLines?: readonly string[];
}

/**
 * How the indexes of an Indexed Job ended, as intervals like `0-5,7`, since there may be many.
 */
export interface IndexReport {
  /** Indexes that succeeded, such as `0-2,5`; empty if none succeeded. */
  readonly succeeded: string;
  /** Indexes that failed, in a Job with `backoffLimitPerIndex`. */
  readonly failed: string;
  /** The same indexes one by one, with their items. At most 100,000, as many as may fail. */
  readonly failedItems: readonly FailedItem[];
  /** Indexes that neither succeeded nor failed. */
  readonly incomplete: string;
}

/** An index that failed. */
export interface FailedItem {
  /** The index. */
  readonly index: number;
  /**
   * Its entry in the prop `items` of the Job: the string, or the JSON of another value. null if the
   * Job has no items, or the ConfigMap with them could not be read.
   */
  readonly item: string | null;
}

/**
 * The Pod counts of a Job's status. They lag behind, and mean different things with each restart
 * policy.
 */
export interface PodCounts {
  /** Pods that are pending or running. */
  readonly active: number;
  /** Pods that succeeded. */
  readonly succeeded: number;
  /** Pods that count as failures. */
  readonly failed: number;
}

/** Something that prevented Pods of a Job from starting when the wait ended. */
export interface BlockerReport {
  /** Class of the blocker. */
  readonly class: BlockerClass;
  /** Reason in one word, such as `ErrImagePull`. */
  readonly reason: string;
  /** Message of the kubelet, the scheduler or the API server. */
  readonly message: string | null;
  /** Name of the Pod; null if no Pod could be created. */
  readonly pod: string | null;
}

/** How one Job ended. */
export interface JobReport {
  /** Namespace of the Job. */
  readonly namespace: string;
  /** Name of the Job. */
  readonly name: string;
  /** `metadata.uid` of the Job that the outcome is about; null if it was not created. */
  readonly uid: string | null;
  /** How it ended. */
  readonly outcome: JobOutcome;
  /**
   * Reason in one word: the server's, such as `BackoffLimitExceeded`, or the limit that was
   * exceeded: `Timeout`, `JobTimeout`, `StartTimeout`, `ProgressTimeout`.
   */
  readonly reason: string | null;
  /** Reason in a sentence. */
  readonly message: string | null;
  /** Start time in RFC 3339, by the server's clock; null if the Job has not started. */
  readonly startedAt: string | null;
  /** End time in RFC 3339, by the server's clock; null if the Job has not ended. */
  readonly finishedAt: string | null;
  /** null unless the Job is an Indexed Job. */
  readonly indexes: IndexReport | null;
  /** Pod counts of the Job's status. */
  readonly pods: PodCounts;
  /** What blocked a Job that is `stuck` or `timed-out`, or whose deadline expired. */
  readonly blockers: readonly BlockerReport[];
  /** Known causes of the outcome, and what to try next. */
  readonly hints: readonly Hint[];
  /** Every run of a container that has ended, ordered by end time. */
  readonly attempts: readonly AttemptReport[];
}

/**
 * Outcome of the whole operation: that of its worst Job, or `rejected` or `unreachable` because of
 * the API server. Only documents of the command line have `invalid`, for invalid input, and
 * `internal-error`: a function rejects then.
 */
export type Outcome = JobOutcome | 'rejected' | 'unreachable' | 'invalid' | 'internal-error';

/** How an operation ended that follows no Job: `plan` or `cleanup`. */
export type OperationOutcome = Extract<
  Outcome,
  'succeeded' | 'rejected' | 'unreachable' | 'timed-out' | 'detached' | 'invalid' | 'internal-error'
>;

/**
 * Result of an operation, and the JSON document of `-o json`. Within a `schemaVersion`, fields are
 * added and never changed.
 */
export interface Report {
  /** Version of the fields. */
  readonly schemaVersion: 1;
  /** Outcome of the whole operation. */
  readonly outcome: Outcome;
  /** Jobs that were applied or waited for. */
  readonly jobs: readonly JobReport[];
  /** Objects that were applied, also if a later one was rejected. */
  readonly applied: readonly AppliedObject[];
  /** What the server rejected. */
  readonly errors: readonly Rejection[];
}

/** The first outcome that any Job has is the outcome of all. */
const WORST_FIRST: readonly JobOutcome[] = [
  'failed',
  'stuck',
  'gone',
  'replaced',
  'unknown',
  'timed-out',
  'detached',
  'cancelled',
  'succeeded',
  'skipped',
];

/** Returns the outcome of an operation whose objects were all accepted. */
export function worstOutcome(jobs: readonly JobReport[]): JobOutcome {
  return WORST_FIRST.find((outcome) => jobs.some((job) => job.outcome === outcome)) ?? 'succeeded';
}
