import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import type { ContainerProps, ContainerResources, InitContainerProps } from './container-props';
import type { KplusEnum, KplusVolume } from './kplus-compat';
import type { PodSpec } from '../kubernetes/pod-spec';
import type { PerIndexRetries } from '../policy/completion';
import type { PodFailureAction, PodFailurePolicy } from '../policy/pod-failure-policy';
import type { RerunPolicy } from '../policy/rerun-policy';

/** A Job of one container, described in the Job's own props. */
export interface SingleContainerProps {
  /** The image to run; one without a tag means `latest`. */
  readonly image: string;
  /** The name of the container. @default main */
  readonly containerName?: string;
  /** Replaces the image's entrypoint. No shell is put around it. @default the image's */
  readonly command?: string[];
  /** Replaces the image's arguments. @default the image's */
  readonly args?: string[];
  /** Environment variables by name; a text stands for itself. @default only those of `JobDefaults` */
  readonly env?: Readonly<Record<string, string | kplus.EnvValue>>;
  /** Requests and limits; what is left out comes from `JobDefaults`. @default those of `JobDefaults` */
  readonly resources?: ContainerResources;
  /** Either one container in the Job's own props, or a list of them. */
  readonly containers?: undefined;
}

/** A Job of any number of containers. */
export interface ContainersProps {
  /**
   * The containers of each Pod. More may be added after construction (`addContainer`), or come with `podOverlay`.
   * @default none yet
   */
  readonly containers?: readonly ContainerProps[];
  /** Stands in `containers`. */
  readonly image?: undefined;
  /** Stands in `containers`. */
  readonly containerName?: undefined;
  /** Stands in `containers`. */
  readonly command?: undefined;
  /** Stands in `containers`. */
  readonly args?: undefined;
  /** Stands in `containers`. */
  readonly env?: undefined;
  /** Stands in `containers`. */
  readonly resources?: undefined;
}

/** What every Job has, whatever its pattern; names that `kplus.JobProps` has too mean the same. */
export interface JobBaseProps extends Omit<
  kplus.JobProps,
  'containers' | 'initContainers' | 'restartPolicy' | 'select' | 'volumes'
> {
  /**
   * Containers that run before the others, one after the other; with `restartPolicy: 'Always'`, beside them.
   * @default none
   */
  readonly initContainers?: readonly InitContainerProps[];

  /** Volumes beside those that containers mount. @default none */
  readonly volumes?: readonly KplusVolume[];

  /**
   * How many failed Pods are replaced before the Job fails. With `ON_FAILURE`, restarts of containers count too.
   * Retries wait 10 s, 20 s, 40 s, … up to 6 minutes.
   * @default 6
   */
  readonly backoffLimit?: number;

  /**
   * How long the Job may be at work, all retries and the pulling of images included; then it fails (`DeadlineExceeded`)
   * and its Pods, with their logs, are deleted. Without it, a Pod that cannot start waits for ever.
   * @default no limit
   */
  readonly activeDeadline?: Duration;

  /**
   * How long after its end the Job is deleted, with its Pods and their logs. Not for Jobs that Argo CD or Flux keep in
   * step with Git: what they see deleted they make, and so run, again.
   * @default it is kept
   */
  readonly ttlAfterFinished?: Duration;

  /** When the Job runs again after it has run. A CronJob runs at its times. @default RerunPolicy.onChange() */
  readonly rerunPolicy?: RerunPolicy;

  /**
   * Whether the Job waits before its first Pod, or, set later, ends those that run, until it is set to false: for who schedules Jobs.
   * @default false
   */
  readonly suspend?: boolean;

  /**
   * Whether a Pod is replaced as soon as it is being ended, or only when it has. On by default since Kubernetes 1.29, stable since 1.34.
   * @default Failed with a `podFailurePolicy`, else TerminatingOrFailed (the server's)
   */
  readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed';

  /**
   * The controller that runs the Job in place of Kubernetes' own, such as `kueue.x-k8s.io/multikueue`. On by default since Kubernetes
   * 1.32, stable since 1.35.
   * @default Kubernetes' own
   */
  readonly managedBy?: string;

  /**
   * The Kueue queue to which the Job goes. Kueue suspends it until there is room.
   * @default none
   * @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
   */
  readonly queueName?: string;

  /** Whether containers get variables for each Service of the namespace. @default true (the server's) */
  readonly enableServiceLinks?: boolean;

  /** Whether the containers of a Pod see each other's processes. @default false */
  readonly shareProcessNamespace?: boolean;

  /**
   * Any fields of a PodSpec, as they stand in a manifest, over everything else: for what cdk8s-plus has no props for (`nodeSelector`,
   * `priorityClassName`, `runtimeClassName`, `topologySpreadConstraints`, …), or for a whole Pod. Containers, init containers, volumes and
   * environment variables are matched by name, mounts by path; any other list replaces the list.
   * @default nothing
   */
  readonly podOverlay?: PodSpec;
}

/**
 * What happens to a container that fails: `NEVER` makes a new Pod for each retry and keeps the failed one with its
 * log; `ON_FAILURE` restarts it in place, and the Pod, with its log, is deleted when the limit is reached.
 * `Always` is missing: it never ends, so a Job cannot have it.
 */
export type JobRestartPolicy = KplusEnum<
  kplus.RestartPolicy.NEVER | kplus.RestartPolicy.ON_FAILURE
>;

/** How a Job takes failures. A failure policy looks at Pods that have failed, so it needs Pods that are not restarted. */
export type FailureProps<Action extends PodFailureAction = Exclude<PodFailureAction, 'FailIndex'>> =
  | {
      /** Whether a container that fails is restarted in place. @default NEVER: a new Pod takes over */
      readonly restartPolicy?: KplusEnum<kplus.RestartPolicy.NEVER>;
      /**
       * What becomes of the Job when a Pod fails, told from why it failed. Beta since Kubernetes 1.26, stable since 1.31.
       * @default each failure counts against `backoffLimit`
       */
      readonly podFailurePolicy?: PodFailurePolicy<Action>;
    }
  | {
      /** Whether a container that fails is restarted in place. */
      readonly restartPolicy: JobRestartPolicy;
      /** Looks at failed Pods, of which there are none while their containers are restarted. */
      readonly podFailurePolicy?: undefined;
    };

/** The same where each index is retried by itself, which needs new Pods, too. */
export type PerIndexFailureProps = PerIndexRetries & {
  /** How many failed Pods of an index are replaced before that index fails. Beta since Kubernetes 1.29, stable since 1.33. */
  readonly backoffLimitPerIndex: number;
} & {
  /** Indexes are retried by new Pods. @default NEVER */
  readonly restartPolicy?: KplusEnum<kplus.RestartPolicy.NEVER>;
  /**
   * What becomes of the Job, or of an index, when a Pod fails. Beta since Kubernetes 1.26, stable since 1.31.
   * @default each failure counts against the limits
   */
  readonly podFailurePolicy?: PodFailurePolicy;
};

/** Props of any Job. One container may stand in the props themselves (`image`, `command`, …), or `containers` lists them. */
export type JobProps = JobBaseProps & (SingleContainerProps | ContainersProps) & FailureProps;

/** The same without what only types tell apart: what the classes of all patterns make of their props. */
export type AnyJobProps = JobBaseProps &
  (SingleContainerProps | ContainersProps) & {
    readonly restartPolicy?: JobRestartPolicy;
    readonly podFailurePolicy?: PodFailurePolicy;
  };
