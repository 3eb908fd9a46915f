import type { Outcome } from '../deploy';

/** The input has findings. */
export const EXIT_FINDINGS = 1;
/** The command was used wrongly, or its input is invalid: nothing was applied. */
export const EXIT_USAGE = 2;
/** The API server rejected an object, or could not be reached. */
export const EXIT_REJECTED = 3;
/** An error that this command does not expect, as in sysexits.h. */
export const EXIT_INTERNAL_ERROR = 70;
/** Output could not be written, as in sysexits.h. */
export const EXIT_OUTPUT_ERROR = 74;

/** Returns the exit code of an outcome. Scripts depend on these: no code ever changes its meaning. */
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
    case 'invalid':
      return EXIT_USAGE;
    case 'internal-error':
      return EXIT_INTERNAL_ERROR;
    case 'detached':
    case 'cancelled':
      return 130;
  }
}
