import type { CheckSkipped } from './check-json';
import { formatJson } from './sanitize';
import type { CronJobBounds } from '../explain/cron-job-bounds';
import type { JobBounds } from '../explain/job-bounds';

/**
 * The result of `explain`: the JSON document of `explain -o json`.
 * Within a `schemaVersion`, fields are added and never changed.
 */
export interface ExplainDocument {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The Jobs and CronJobs, in the order of the input. */
  readonly objects: readonly (ExplainedJob | ExplainedCronJob)[];
  /** Why paths could not be read, or Jobs and CronJobs not be explained. */
  readonly errors: readonly ExplainError[];
  /** What must be rendered by another tool before it can be explained. */
  readonly skipped: readonly CheckSkipped[];
}

/** A Job and its bounds. */
export interface ExplainedJob {
  /** The kind of the object. */
  readonly kind: 'Job';
  /** The namespace of the object; null if it has none. */
  readonly namespace: string | null;
  /** The name of the object. */
  readonly name: string;
  /** The limits within which the Job stays. */
  readonly bounds: JobBounds;
}

/** A CronJob, its runs and the bounds of its Jobs. */
export interface ExplainedCronJob {
  /** The kind of the object. */
  readonly kind: 'CronJob';
  /** The namespace of the object; null if it has none. */
  readonly namespace: string | null;
  /** The name of the object. */
  readonly name: string;
  /** When it runs, and the limits within which each of its Jobs stays. */
  readonly bounds: CronJobBounds;
}

/** What could not be read or explained. */
export interface ExplainError {
  /** The path or the position, and the reason. */
  readonly message: string;
}

/** Formats bounds as one JSON document. */
export function explainJson(document: ExplainDocument): string {
  return formatJson(document);
}
