import type { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { JsonObject } from '../batch/json';

/** `Always` is missing: it never ends, so a Job cannot have it. */
export type JobRestartPolicy = kplus.RestartPolicy.NEVER | kplus.RestartPolicy.ON_FAILURE;

/** A Job of one container, described in the Job's own props. */
export interface SingleContainerProps {
  /** The image to run; one without a tag means `latest`. */
  readonly image: string;
  /** @default main */
  readonly containerName?: string;
  /** Replaces the image's entrypoint. No shell is put around it. @default the image's */
  readonly command?: string[];
  /** Replaces the image's arguments. @default the image's */
  readonly args?: string[];
  /** Environment variables by name; a text stands for itself. @default only those of `JobDefaults` */
  readonly env?: Readonly<Record<string, string | kplus.EnvValue>>;
  /** Requests and limits; what is left out comes from `JobDefaults`. @default those of `JobDefaults` */
  readonly resources?: kplus.ContainerResources;
  /** Either one container in the Job's own props, or a list of them. */
  readonly containers?: undefined;
}

/** A Job of any number of containers. */
export interface ContainersProps {
  /**
   * The containers of each Pod. More may be added after construction (`addContainer`), or come with `podOverlay`.
   * @default none yet
   */
  readonly containers?: kplus.ContainerProps[];
  readonly image?: undefined;
  readonly containerName?: undefined;
  readonly command?: undefined;
  readonly args?: undefined;
  readonly env?: undefined;
  readonly resources?: undefined;
}

/** What every Job has, whatever its pattern; the names are those of `kplus.JobProps`. */
export interface JobBaseProps extends Omit<kplus.JobProps, 'containers' | 'restartPolicy' | 'select'> {
  /**
   * What happens to a container that fails: `NEVER` makes a new Pod for each retry and keeps the failed one with its
   * log; `ON_FAILURE` restarts it in place, and the Pod, with its log, is deleted when the limit is reached.
   * @default NEVER
   */
  readonly restartPolicy?: JobRestartPolicy;

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

  /**
   * Any fields of a PodSpec, as they stand in a manifest, over everything else: for what cdk8s-plus-27 has no props for
   * (GPUs, native sidecars, `priorityClassName`, …), or for a whole Pod. Containers, init containers, volumes and
   * environment variables are matched by name, mounts by path; any other list replaces the list.
   * @default nothing
   */
  readonly podOverlay?: JsonObject;
}

/** Props of any Job. One container may stand in the props themselves (`image`, `command`, …), or `containers` lists them. */
export type JobProps = JobBaseProps & (SingleContainerProps | ContainersProps);
