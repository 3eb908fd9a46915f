import type { JsonObject } from '../batch/json';

/** What is filled in where nothing was written, as parts of a manifest. */
export interface JobDefaultsParts {
  /** Fields of a JobSpec. */
  readonly job: JsonObject;
  /** Fields of a PodSpec. A volume is left out where no container mounts it. */
  readonly pod: JsonObject;
  /** Fields of each container and init container. */
  readonly container: JsonObject;
  /** Whether the Job and its Pods get `app.kubernetes.io/name` and `app.kubernetes.io/managed-by`. */
  readonly standardLabels: boolean;
}
