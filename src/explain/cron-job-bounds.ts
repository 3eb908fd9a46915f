import type { JobBounds } from './job-bounds';

/** When a CronJob runs, and the limits within which each of its Jobs stays. */
export interface CronJobBounds {
  /** Whether no run starts until the CronJob is resumed. */
  readonly suspended: boolean;
  /** The schedule in cron syntax. */
  readonly schedule: string;
  /**
   * The time zone of the schedule; null if it is that of the controller manager, for which UTC is
   * assumed here.
   */
  readonly timeZone: string | null;
  /** The next runs, with the times that a change of the clocks skips. */
  readonly nextRuns: readonly CronJobRun[];
  /** Runs within a year that a change of the clocks skips or repeats. */
  readonly clockChanges: readonly CronJobRun[];
  /**
   * Seconds after its time in which a run may still start; null without a limit: then the
   * last missed run starts however late.
   */
  readonly startingDeadlineSeconds: number | null;
  /** Whether runs meet, and what happens then. */
  readonly concurrency: Concurrency;
  /** How many finished Jobs are kept. */
  readonly history: {
    /** Jobs that succeeded. */
    readonly succeeded: number;
    /** Jobs that failed. */
    readonly failed: number;
  };
  /** The bounds of each Job. */
  readonly job: JobBounds;
}

/** A time of a schedule. */
export interface CronJobRun {
  /** When it is, as an RFC 3339 time in UTC; null if the clocks skip it, so that no run starts. */
  readonly time: string | null;
  /** What the clocks of the time zone show, e.g. `2027-03-28T02:30:00`. */
  readonly wallClock: string;
  /**
   * `skipped`: that day has no such time. `repeated`: it has two of them, and a run starts at
   * each. null otherwise, and for a schedule of every hour.
   */
  readonly clockChange: 'skipped' | 'repeated' | null;
}

/** Whether runs of a CronJob meet. */
export interface Concurrency {
  /** `Allow`, `Forbid` or `Replace`. */
  readonly policy: string;
  /** Fewest seconds between two runs; null if there are not two. */
  readonly shortestIntervalSeconds: number | null;
  /** Whether a run can still be active at the time of the next one. */
  readonly canOverlap: boolean;
  /** Most Jobs that are active at the same time; null without a limit. */
  readonly mostActive: number | null;
}
