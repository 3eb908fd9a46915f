/** How a Job ended, or why the wait for it ended. */
export type JobOutcome =
  | 'succeeded' // Complete, now or before
  | 'skipped' // not run, since it has already succeeded (rerun policy UntilSuccess)
  | 'failed' // Failed
  | 'stuck' // it cannot start without a change by the user
  | 'gone' // deleted before it ended
  | 'replaced' // another Job of that name has replaced it
  | 'unknown' // the API server was unreachable for too long
  | 'timed-out' // still running, or not started, when a timeout expired
  | 'cancelled' // suspended, deleted or not started when the deploy was interrupted or aborted
  | 'detached'; // still running when the deploy was interrupted or aborted

/** The outcome of a Job, and why. */
export interface Verdict {
  readonly outcome: JobOutcome;
  /** Reason in one word: the Job controller's, such as `BackoffLimitExceeded`, or a timeout's. */
  readonly reason?: string;
  /** Reason in words. */
  readonly message?: string;
  /** When the Job ended, RFC 3339, by the server's clock. */
  readonly finishedAt?: string;
}
