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
import { notEmpty } from './render-job';
import type { JsonObject } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import { Completion } from '../policy/completion';
import { JobDefaults } from '../policy/job-defaults';
import type { Schedule } from '../policy/schedule';

/** Props that decide when a Job runs. */
export interface ScheduleProps {
  /**
   * The schedule. A string, in the syntax of `Schedule.cron`, is validated at synth. A `Cron` of
   * cdk8s is accepted too.
   */
  readonly schedule: Schedule | string;

  /**
   * The time zone of the schedule, by its IANA name, such as `Europe/Berlin`. Stable since
   * Kubernetes 1.27.
   * @default that of the kube-controller-manager, mostly UTC
   */
  readonly timeZone?: string;

  /**
   * What happens when the previous run is still active: both run (`Allow`), the new run is skipped
   * (`Forbid`), or it replaces the previous one (`Replace`).
   * @default Forbid
   */
  readonly concurrencyPolicy?: KplusEnum<kplus.ConcurrencyPolicy>;

  /**
   * How late a run may start, in whole seconds, at least 1. A run that is later is skipped, for
   * example while the CronJob controller restarts. Without a deadline, a missed run (the controller
   * was down, the CronJob suspended) starts however late.
   * @default no limit
   */
  readonly startingDeadline?: Duration;

  /**
   * Labels and annotations of each Job that the CronJob creates. `metadata` has those of the
   * CronJob itself, `podMetadata` those of the Pods.
   * @default the labels that `JobDefaults` and `queueName` set
   */
  readonly jobMetadata?: ScheduledJobMetadata;

  /** Number of succeeded Jobs to keep, with their Pods and logs. @default 3 (the server's) */
  readonly successfulJobsRetained?: number;

  /** Number of failed Jobs to keep, with their Pods and logs. @default 1 (the server's) */
  readonly failedJobsRetained?: number;
}

/** Metadata of the Jobs that a CronJob creates. */
export interface ScheduledJobMetadata {
  /** Labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Props of a Job that runs on a schedule. */
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

/** Runs a Job on a schedule: a CronJob. Its props have the names of `kplus.CronJobProps`. */
export class ScheduledJob extends JobWorkload {
  /** The name of CronJobs in RBAC rules. */
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
    const metadata = {
      ...notEmpty('labels', { ...labels, ...props.jobMetadata?.labels }),
      ...notEmpty('annotations', { ...props.jobMetadata?.annotations }),
    };
    return {
      ...withDefaults(written, JobDefaults.of(this).cronJob),
      jobTemplate: { ...notEmpty('metadata', metadata), spec: job },
    };
  }
}
