import type { JsonObject } from '../kubernetes/json';

/** The defaults of Jobs, most of them as parts of a manifest. */
export interface JobDefaultsParts {
  /** Fields of a JobSpec. */
  readonly job: JsonObject;
  /** Fields of a CronJobSpec, without `jobTemplate`. */
  readonly cronJob: JsonObject;
  /** Fields of a PodSpec. Volumes that no container mounts are omitted. */
  readonly pod: JsonObject;
  /** Fields of each container and init container. */
  readonly container: JsonObject;
  /**
   * Whether Jobs and their Pods get the labels `app.kubernetes.io/name` and
   * `app.kubernetes.io/managed-by`.
   */
  readonly standardLabels: boolean;
  /**
   * The Kubernetes version of the target clusters, such as `1.33`. A field that this version does
   * not have, or does not enable by default, is an error at synth.
   */
  readonly kubernetesVersion: string;
  /**
   * Whether Jobs without the prop `isolate` are isolated from the network, except for what
   * `connections` allow.
   */
  readonly isolate: boolean;
  /** What every Job must set, since it has no default; otherwise synth fails. */
  readonly required: readonly Requirement[];
}

/**
 * `digest`: images are given by digest, so that they never change. `namespace`: the Job or its
 * chart has a namespace.
 */
export type Requirement = 'digest' | 'namespace';
