import type { Outcome } from '../deploy/core/report';

/** The command was used wrongly, or its input is no good: nothing was applied. */
export const EXIT_USAGE = 2;
/** The API server said no, or could not be asked. */
export const EXIT_REJECTED = 3;

/** Something that nobody thought of; not to be taken for a Job that failed. */
export const EXIT_INTERNAL_ERROR = 70;

/** The exit code of each outcome; part of the interface, so numbers are never given another meaning (docs/deploy.md). */
export function exitCode(outcome: Outcome): number {
  switch (outcome) {
    case 'succeeded':
    case 'skipped':
      return 0;
    case 'failed':
      return 1;
    case 'stuck':
      return 5;
    case 'rejected':
    case 'unreachable':
      return EXIT_REJECTED;
    case 'gone':
    case 'replaced':
    case 'unknown':
      return 4;
    case 'timed-out':
      return 124;
    case 'detached':
    case 'cancelled':
      return 130;
  }
}
