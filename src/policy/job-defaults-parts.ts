import type { JsonObject } from '../kubernetes/json';

/** What holds where nothing was written, most of it as parts of a manifest. */
export interface JobDefaultsParts {
  /** Fields of a JobSpec. */
  readonly job: JsonObject;
  /** Fields of a CronJobSpec, `jobTemplate` apart. */
  readonly cronJob: JsonObject;
  /** Fields of a PodSpec. A volume is left out where no container mounts it. */
  readonly pod: JsonObject;
  /** Fields of each container and init container. */
  readonly container: JsonObject;
  /** Whether Jobs and their Pods get the labels `app.kubernetes.io/name` and `app.kubernetes.io/managed-by`. */
  readonly standardLabels: boolean;
  /**
   * The version of the clusters that get the manifests, such as `1.33`: a field that is newer, or not yet on by default there, is an
   * error at synth.
   */
  readonly kubernetesVersion: string;
  /** Whether Jobs that do not say so themselves are cut off from the network, but for what `connections` allow. */
  readonly isolate: boolean;
  /** What every Job has to say, for it has no default. Without it, synth fails. */
  readonly required: readonly Requirement[];
}

/** An image by its digest, so that it is the same for ever; a namespace, of the Job or its chart. */
export type Requirement = 'digest' | 'namespace';
