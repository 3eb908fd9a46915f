import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import type { ContainerProps, ContainerResources, InitContainerProps } from './container-props';
import type { KplusEnum, KplusVolume } from './kplus-compat';
import type { PodSpec } from '../kubernetes/pod-spec';
import type { PerIndexRetries } from '../policy/completion';
import type { PodFailureAction, PodFailurePolicy } from '../policy/pod-failure-policy';
import type { RerunPolicy } from '../policy/rerun-policy';

/** Props of a Job with one container. */
export interface SingleContainerProps {
  /** The image to run. Without a tag, `latest` is used. */
  readonly image: string;
  /** The name of the container. @default main */
  readonly containerName?: string;
  /**
   * Replaces the entrypoint of the image. It is not run in a shell.
   * @default the entrypoint of the image
   */
  readonly command?: string[];
  /** Replaces the arguments (`CMD`) of the image. @default the arguments of the image */
  readonly args?: string[];
  /**
   * Environment variables by name; a string is a plain value.
   * @default only those of `JobDefaults`
   */
  readonly env?: Readonly<Record<string, string | kplus.EnvValue>>;
  /**
   * Requests and limits; omitted fields come from `JobDefaults`.
   * @default those of `JobDefaults`
   */
  readonly resources?: ContainerResources;
  /** Not allowed together with `image`. */
  readonly containers?: undefined;
}

/** Props of a Job with any number of containers. */
export interface ContainersProps {
  /**
   * The containers of each Pod. `addContainer` and `podOverlay` may add more.
   * @default none
   */
  readonly containers?: readonly ContainerProps[];
  /** Set in `containers`. */
  readonly image?: undefined;
  /** Set in `containers`. */
  readonly containerName?: undefined;
  /** Set in `containers`. */
  readonly command?: undefined;
  /** Set in `containers`. */
  readonly args?: undefined;
  /** Set in `containers`. */
  readonly env?: undefined;
  /** Set in `containers`. */
  readonly resources?: undefined;
}

/**
 * Props of every Job, whatever its pattern. Props of `kplus.JobProps` have the same meaning here.
 */
export interface JobBaseProps extends Omit<
  kplus.JobProps,
  'containers' | 'initContainers' | 'restartPolicy' | 'select' | 'volumes'
> {
  /**
   * Containers that run before the others, in sequence, or beside them with `restartPolicy:
   * 'Always'` (sidecars).
   * @default none
   */
  readonly initContainers?: readonly InitContainerProps[];

  /** Volumes in addition to those that containers mount. @default none */
  readonly volumes?: readonly KplusVolume[];

  /**
   * Number of retries before the Job is marked as failed. With `ON_FAILURE`, restarts of containers
   * count too. The delay between retries is 10 s, 20 s, 40 s, … up to 10 minutes.
   * @default 6
   */
  readonly backoffLimit?: number;

  /**
   * How long the Job may be active, in whole seconds, including all retries and image pulls. Then
   * it fails (`DeadlineExceeded`) and its Pods are deleted with their logs. Without a deadline, a
   * Pod that cannot start waits forever.
   * @default no limit
   */
  readonly activeDeadline?: Duration;

  /**
   * How long after its end the Job is deleted with its Pods and their logs, in whole seconds. Do
   * not set it on Jobs that Argo CD or Flux sync from Git: they create, and so run, a deleted Job
   * again.
   * @default the Job is kept
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * When a deploy runs the Job again. Not for CronJobs, which run on a schedule.
   * @default RerunPolicy.onChange()
   */
  readonly rerunPolicy?: RerunPolicy;

  /**
   * Whether the Job is suspended: the Job controller creates no Pods, and deletes the active ones,
   * until the field is set to false.
   * @default false
   */
  readonly suspend?: boolean;

  /**
   * When a replacement Pod is created: as soon as the old Pod is terminating or failed, or only
   * when it has failed. On by default since Kubernetes 1.29, stable since 1.34.
   * @default Failed with a `podFailurePolicy`, else TerminatingOrFailed (the server's)
   */
  readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed';

  /**
   * The controller that runs the Job instead of the built-in Job controller, such as
   * `kueue.x-k8s.io/multikueue`. On by default since Kubernetes 1.32, stable since 1.35.
   * @default the built-in Job controller
   */
  readonly managedBy?: string;

  /**
   * The Kueue LocalQueue of the Job. Kueue suspends the Job until the queue admits it.
   * @default none
   * @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
   */
  readonly queueName?: string;

  /**
   * Whether containers get environment variables for each Service of the namespace.
   * @default true (the server's)
   */
  readonly enableServiceLinks?: boolean;

  /**
   * Whether the containers of a Pod share a process namespace and see each other's processes.
   * @default false
   */
  readonly shareProcessNamespace?: boolean;

  /**
   * Fields of a PodSpec, as in a manifest, that override everything else: those without a prop in
   * cdk8s-plus (`nodeSelector`, `priorityClassName`, `runtimeClassName`,
   * `topologySpreadConstraints`, …), or a whole Pod. Containers, init containers, volumes and
   * environment variables are merged by name, mounts by path; any other list is replaced.
   * @default no overlay
   */
  readonly podOverlay?: PodSpec;
}

/**
 * Restart policy of the Pods. `NEVER` creates a new Pod for each retry and keeps the failed one
 * with its log. `ON_FAILURE` restarts the container in the same Pod, which is deleted with its log
 * when the limit is reached. Jobs do not support `Always`.
 */
export type JobRestartPolicy = KplusEnum<
  kplus.RestartPolicy.NEVER | kplus.RestartPolicy.ON_FAILURE
>;

/**
 * Props that decide how a Job handles failures. `podFailurePolicy` requires `restartPolicy: NEVER`.
 */
export type FailureProps<Action extends PodFailureAction = Exclude<PodFailureAction, 'FailIndex'>> =
  | {
      /** Restart policy of the Pods. @default NEVER: each retry runs in a new Pod */
      readonly restartPolicy?: KplusEnum<kplus.RestartPolicy.NEVER>;
      /**
       * What a failed Pod leads to, depending on its exit code or conditions. Beta since Kubernetes
       * 1.26, stable since 1.31.
       * @default each failure counts against `backoffLimit`
       */
      readonly podFailurePolicy?: PodFailurePolicy<Action>;
    }
  | {
      /** Restart policy of the Pods. */
      readonly restartPolicy: JobRestartPolicy;
      /** Requires `restartPolicy: NEVER`. */
      readonly podFailurePolicy?: undefined;
    };

/** Props that decide how an Indexed Job with a retry limit for each index handles failures. */
export type PerIndexFailureProps = PerIndexRetries & {
  /**
   * Number of retries of an index before it is marked as failed. Beta since Kubernetes 1.29, stable
   * since 1.33.
   */
  readonly backoffLimitPerIndex: number;
} & {
  /** Restart policy of the Pods. @default NEVER */
  readonly restartPolicy?: KplusEnum<kplus.RestartPolicy.NEVER>;
  /**
   * What a failed Pod leads to, for its index or for the Job. Beta since Kubernetes 1.26, stable
   * since 1.31.
   * @default each failure counts against the limits
   */
  readonly podFailurePolicy?: PodFailurePolicy;
};

/**
 * Props of any Job. A single container is described by `image`, `command`, …, several by
 * `containers`.
 */
export type JobProps = JobBaseProps & (SingleContainerProps | ContainersProps) & FailureProps;

/** Props of any pattern, without the combinations that only types distinguish. */
export type AnyJobProps = JobBaseProps &
  (SingleContainerProps | ContainersProps) & {
    readonly restartPolicy?: JobRestartPolicy;
    readonly podFailurePolicy?: PodFailurePolicy;
  };
