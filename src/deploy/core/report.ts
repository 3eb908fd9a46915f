import type { Source } from '../../manifests/problem';
import type { Attempt } from '../verdict/attempts';
import type { BlockerClass } from '../verdict/blocker';
import type { Hint } from '../verdict/hint';
import type { JobOutcome } from '../verdict/outcome';

/** Names an object. */
export interface ObjectRef {
  /** Such as `batch/v1`. */
  readonly apiVersion: string;
  /** Such as `Job`. */
  readonly kind: string;
  /** null for objects that live in none. */
  readonly namespace: string | null;
  /** Its name. */
  readonly name: string;
}

/** Names a Job. */
export function jobRef(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'batch/v1', kind: 'Job', namespace, name };
}

/** What the server did with an object. */
export type ApplyAction = 'created' | 'configured' | 'unchanged' | 'replaced';

/** An object that the server has accepted. */
export interface AppliedObject extends ObjectRef {
  /** What it did with it. */
  readonly action: ApplyAction;
}

/** The API server's no, in its own words. */
export interface Rejection {
  /** null if it was not about one object. */
  readonly object: ObjectRef | null;
  /** What the server says. */
  readonly message: string;
  /** Where the object was read, if it was read from a file. */
  readonly source: Source | null;
}

/** One run of a container, as the report has it. */
export interface AttemptReport extends Attempt {
  /** The last lines of a run that failed, as far as they were seen. @default it succeeded, or none was seen */
  readonly lastLines?: readonly string[];
}

/** Which indexes of an Indexed Job ended how, as Kubernetes writes them: `0-5,7`. There may be many, so they are never counted out. */
export interface IndexReport {
  /** Such as `0-2,5`; empty for none. */
  readonly succeeded: string;
  /** Those that failed for good, in a Job that counts failures by index. */
  readonly failed: string;
  /** Those that had done neither. */
  readonly incomplete: string;
}

/** How many Pods a Job has counted; the counts lag behind, and mean different things with each restart policy. */
export interface PodCounts {
  /** At work or on their way. */
  readonly active: number;
  /** Ended well. */
  readonly succeeded: number;
  /** Counted as failures. */
  readonly failed: number;
}

/** Something that stood in the way of a Job when it was waited for no more. */
export interface BlockerReport {
  /** What kind of thing it is. */
  readonly class: BlockerClass;
  /** In one word, such as `ErrImagePull`. */
  readonly reason: string;
  /** In the words of the kubelet, the scheduler or the API server. */
  readonly message: string | null;
  /** Whose way; null if no Pod could be made. */
  readonly pod: string | null;
}

/** How one Job ended. */
export interface JobReport {
  /** Where it is. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Which one of that name: the verdict is about this and no other. */
  readonly uid: string;
  /** How it ended. */
  readonly outcome: JobOutcome;
  /** Why, in one word: the server's, such as `BackoffLimitExceeded`, or which limit was up: `Timeout`, `JobTimeout`, `StartTimeout`, `ProgressTimeout`. */
  readonly reason: string | null;
  /** Why, in words. */
  readonly message: string | null;
  /** RFC 3339, by the server's clock; null if it has not begun. */
  readonly startedAt: string | null;
  /** RFC 3339, by the server's clock; null if it has not ended. */
  readonly finishedAt: string | null;
  /** null unless it is an Indexed Job. */
  readonly indexes: IndexReport | null;
  /** As the Job counts them. */
  readonly pods: PodCounts;
  /** What stood in the way of a Job that is stuck or timed out. */
  readonly blockers: readonly BlockerReport[];
  /** What it means that it did not succeed, and what to try next, as far as that is known. */
  readonly hints: readonly Hint[];
  /** Every run of a container that has ended, from the first to the last. */
  readonly attempts: readonly AttemptReport[];
}

/** How a whole deploy ended: as its worst Job did, or because the API server refused something or could not be reached. */
export type Outcome = JobOutcome | 'rejected' | 'unreachable';

/** What happened. Also the JSON document of `-o json`; fields are added, never changed, within a `schemaVersion`. */
export interface Report {
  /** Another one means other fields. */
  readonly schemaVersion: 1;
  /** How all of it ended. */
  readonly outcome: Outcome;
  /** Every Job that was applied. */
  readonly jobs: readonly JobReport[];
  /** What was applied, also if something was refused afterwards. */
  readonly applied: readonly AppliedObject[];
  /** What the server refused. */
  readonly errors: readonly Rejection[];
}

/** From the worst to the best: the first that any Job has is the outcome of all. */
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

/** The outcome of a deploy whose objects were all accepted. */
export function worstOutcome(jobs: readonly JobReport[]): JobOutcome {
  return WORST_FIRST.find((outcome) => jobs.some((job) => job.outcome === outcome)) ?? 'succeeded';
}
