/** How a Job ended, as far as this deploy knows. */
export type JobOutcome =
  | 'succeeded' // Complete, now or before
  | 'skipped' // not run: it was to succeed once, and has
  | 'failed' // Failed
  | 'stuck' // it cannot start, and that does not go away by itself
  | 'gone' // deleted before it had ended
  | 'replaced' // another Job of that name stands in its place
  | 'unknown' // contact with the API server was lost for too long
  | 'timed-out' // still running when the time was up
  | 'cancelled' // suspended or deleted when this deploy was interrupted
  | 'detached'; // still running when this deploy was interrupted

/** What is known of a Job's end. */
export interface Verdict {
  readonly outcome: JobOutcome;
  /** The server's reason, such as `BackoffLimitExceeded`. */
  readonly reason?: string;
  readonly message?: string;
  readonly finishedAt?: string;
}
