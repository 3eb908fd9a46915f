import type { OnCancel } from './cancel';
import type { Limits } from './limits';
import type { LogChoice } from '../logs/log-choice';
import type { StuckPolicy } from '../verdict/stuck';

/** What ends the wait for a Job besides its own end, and what is reported meanwhile. */
export interface TrackOptions extends Limits {
  /**
   * What happens to Jobs that something prevents from starting, by class of the blocker: `fatal`
   * ends the wait (`stuck`) when it has lasted for a while, 20 to 60 seconds, `warn` emits a
   * warning then, `ignore` does neither.
   * @default - fatal: `image`, `config`, `account`, `admission`, `quota`; warn: `registry`,
   * `unschedulable`, `volume`, `sandbox`, `control-plane`, `terminating`, `other`; ignore: `start`,
   * since Pods fail then, and the Job's own retries decide
   */
  readonly onStuck?: StuckPolicy;
  /**
   * What happens to the Jobs that have not ended when `signal` aborts: `detach` lets them
   * continue; `suspend` stops their Pods until the next deploy resumes them; `delete` deletes them
   * with their Pods. It may take three seconds.
   * @default detach
   */
  readonly onCancel?: OnCancel;
  /**
   * Which lines of the Jobs' logs are reported: `all`, each as it is written; `failed`, only the
   * last lines of each failed attempt, in the report; or `none`.
   * @default all
   */
  readonly logs?: LogChoice;
}
