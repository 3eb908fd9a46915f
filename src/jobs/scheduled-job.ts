import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type {
  ContainersProps,
  FailureProps,
  JobBaseProps,
  PerIndexFailureProps,
  SingleContainerProps,
} from './job-props';
import { JobWorkload } from './job-workload';
import type { KplusEnum } from './kplus-compat';
import { dropInvalidProps } from './prop-validation';
import type { JsonObject } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import { Completion } from '../policy/completion';
import { JobDefaults } from '../policy/job-defaults';
import type { Schedule } from '../policy/schedule';

/** When a Job runs. */
export interface ScheduleProps {
  /** When it runs. A text, in the grammar of `Schedule.cron`, is checked at synth; a `Cron` of cdk8s is one, too. */
  readonly schedule: Schedule | string;

  /**
   * The time zone of the schedule, by its IANA name, such as `Europe/Berlin`. Stable since Kubernetes 1.27.
   * @default that of the cluster's controller, mostly UTC
   */
  readonly timeZone?: string;

  /** What happens if the run before is not done yet: both run, the new one is left out, or it takes the place of the old. @default Forbid */
  readonly concurrencyPolicy?: KplusEnum<kplus.ConcurrencyPolicy>;

  /**
   * How late a run may start, at least 10 seconds (the controller looks that often); after that it is left out. Without it, a run whose time has passed (the controller was
   * down, the CronJob suspended) is made up for, however late.
   * @default no limit
   */
  readonly startingDeadline?: Duration;

  /** How many Jobs that succeeded are kept, with their Pods and logs. @default 3 (the server's) */
  readonly successfulJobsRetained?: number;

  /** How many Jobs that failed are kept. @default 1 (the server's) */
  readonly failedJobsRetained?: number;
}

/** Props of a Job that runs at certain times. */
export type ScheduledJobProps = Omit<JobBaseProps, 'rerunPolicy'> &
  (SingleContainerProps | ContainersProps) &
  ScheduleProps &
  (
    | (FailureProps & {
        /** The pattern of each Job. @default Completion.single() */
        readonly completion?: Completion<false>;
      })
    | (Omit<PerIndexFailureProps, 'backoffLimitPerIndex' | 'maxFailedIndexes'> & {
        /** The pattern of each Job, with a retry limit for each index. */
        readonly completion: Completion<true>;
      })
  );

/** A Job at certain times: a CronJob. The names of its props are those of `kplus.CronJobProps`. */
export class ScheduledJob extends JobWorkload {
  /** How RBAC rules call it. */
  public readonly resourceType = 'cronjobs';
  private readonly scheduleProps: ScheduledJobProps;

  public constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    const validProps = dropInvalidProps(props);
    super(scope, id, props, validProps.completion ?? Completion.single(), 'CronJob');
    this.scheduleProps = validProps;
  }

  /** @internal */
  protected objectSpec(job: JsonObject, labels: JsonObject): JsonObject {
    const { scheduleProps: props } = this;
    const { schedule } = props;
    const written = {
      schedule:
        (schedule as Partial<Schedule> | undefined)?.expressionString ??
        (schedule as string | undefined),
      timeZone: props.timeZone,
      concurrencyPolicy: props.concurrencyPolicy,
      startingDeadlineSeconds: props.startingDeadline?.toSeconds(),
      suspend: props.suspend,
      successfulJobsHistoryLimit: props.successfulJobsRetained,
      failedJobsHistoryLimit: props.failedJobsRetained,
    };
    return {
      ...withDefaults(written, JobDefaults.of(this).cronJob),
      jobTemplate: { ...(Object.keys(labels).length > 0 && { metadata: { labels } }), spec: job },
    };
  }
}
