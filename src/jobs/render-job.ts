import { Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import {
  withoutConflictingDefaults,
  withoutConflictingPodDefaults,
} from '../policy/default-conflicts';
import type { JobDefaultsParts } from '../policy/job-defaults-parts';

/** The given props of a Job, as parts of a manifest. */
export interface WrittenJob {
  /** Fields of the JobSpec, without the template. */
  readonly job: JsonObject;
  readonly podLabels: JsonObject;
  readonly podAnnotations: JsonObject;
  readonly podFinalizers?: Json;
  /** The PodSpec. */
  readonly pod: JsonObject;
}

/** Returns the JobSpec: the given fields, completed by the defaults. */
export function renderJob(written: WrittenJob, defaults: JobDefaultsParts): JsonObject {
  const metadata = {
    ...notEmpty('labels', written.podLabels),
    ...notEmpty('annotations', written.podAnnotations),
    finalizers: written.podFinalizers,
  };
  return {
    ...withDefaults(written.job, defaults.job),
    template: { ...notEmpty('metadata', metadata), spec: renderPod(written.pod, defaults) },
  };
}

function renderPod(written: JsonObject, defaults: JobDefaultsParts): JsonObject {
  const withContainers = {
    ...written,
    ...containersWithDefaults('containers', written, defaults.container),
    ...containersWithDefaults('initContainers', written, defaults.container),
  };
  return withDefaults(withContainers, {
    ...withoutConflictingPodDefaults(written, defaults.pod),
    ...neededVolumes(withContainers, defaults.pod),
  });
}

function containersWithDefaults(
  field: 'containers' | 'initContainers',
  pod: JsonObject,
  defaults: JsonObject,
): JsonObject {
  const containers = pod[field];
  if (!Array.isArray(containers)) return {};
  return {
    [field]: objectsIn(containers).map((container) =>
      withDefaults(container, withoutConflictingDefaults(container, pod, defaults)),
    ),
  };
}

/** Returns the default volumes that a container mounts; the others are omitted. */
function neededVolumes(pod: JsonObject, { volumes }: JsonObject): JsonObject {
  const mounted = new Set(
    [...objectsIn(pod.containers), ...objectsIn(pod.initContainers)].flatMap(({ volumeMounts }) =>
      objectsIn(volumeMounts).map(({ name }) => name),
    ),
  );
  const needed = objectsIn(volumes).filter(({ name }) => mounted.has(name));
  return { volumes: needed.length > 0 ? needed : undefined };
}

/** Returns an object with a field, unless its value has no fields. */
export function notEmpty(field: string, value: JsonObject): JsonObject {
  return Object.values(value).some((entry) => entry !== undefined)
    ? { [field]: objectIn(value) }
    : {};
}
