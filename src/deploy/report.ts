import type { Source } from '../manifests/problem';
import type { Attempt } from './verdict/attempts';
import type { JobOutcome } from './verdict/outcome';

/** Names an object. `namespace` is null for objects that live in none. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export type ApplyAction = 'created' | 'configured' | 'unchanged';

export interface AppliedObject extends ObjectRef {
  readonly action: ApplyAction;
}

/** The API server's no, in its own words. */
export interface Refusal {
  /** null if it was not about one object. */
  readonly object: ObjectRef | null;
  readonly message: string;
  /** Where the object was read, if it was read from a file. */
  readonly source: Source | null;
}

export interface AttemptReport extends Attempt {
  /** The last lines of a run that failed, as far as they were seen. */
  readonly lastLines?: readonly string[];
}

export interface JobReport {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly outcome: JobOutcome;
  /** Why, in one word: the server's, such as `BackoffLimitExceeded`. */
  readonly reason: string | null;
  readonly message: string | null;
  /** RFC 3339, by the server's clock. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly attempts: readonly AttemptReport[];
}

/** How a whole deploy ended: as its worst Job did, or because the API server refused something or could not be reached. */
export type Outcome = JobOutcome | 'refused' | 'unreachable';

/** What happened. Also the JSON document of `-o json`; fields are added, never changed, within a `schemaVersion`. */
export interface Report {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly jobs: readonly JobReport[];
  /** What was applied, also if something was refused afterwards. */
  readonly applied: readonly AppliedObject[];
  readonly errors: readonly Refusal[];
}

/** From the worst to the best: the first that any Job has is the outcome of all. */
const WORST_FIRST: readonly JobOutcome[] = ['failed', 'gone', 'replaced', 'unknown', 'timed-out', 'detached', 'succeeded'];

/** The outcome of a deploy whose objects were all accepted. */
export function worstOutcome(jobs: readonly JobReport[]): JobOutcome {
  return WORST_FIRST.find((outcome) => jobs.some((job) => job.outcome === outcome)) ?? 'succeeded';
}
