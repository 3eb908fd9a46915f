import { JsonObject, objectIn } from '../../kubernetes/json';
import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from '../../kubernetes/well-known-labels';
import type { StoredObject } from '../store/stored-object';

type Labels = NonNullable<StoredObject['metadata']['labels']>;

/**
 * Returns a new Job with the selector that finds its Pods, and the labels of its Pods. A Job with
 * `manualSelector` brings its own.
 */
export function withPodSelector(job: StoredObject): StoredObject {
  const spec = objectIn(job.spec);
  if (spec.manualSelector === true) return job;
  const { name, uid, labels } = job.metadata;
  const owned = {
    [CONTROLLER_UID_LABEL]: uid,
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [JOB_NAME_LABEL]: name,
    [LEGACY_JOB_NAME_LABEL]: name,
  };
  const template = objectIn(spec.template);
  const metadata = objectIn(template.metadata);
  const podLabels = objectIn(metadata.labels);
  const allPodLabels = { ...podLabels, ...owned };
  // A Job without labels of its own has those of its template.
  const { length } = Object.keys(labels ?? {});
  const inherits = length === 0 || JSON.stringify(labels) === JSON.stringify(podLabels);
  return {
    ...job,
    metadata: inherits ? { ...job.metadata, labels: allPodLabels as Labels } : job.metadata,
    spec: {
      ...spec,
      selector: { matchLabels: { [CONTROLLER_UID_LABEL]: uid } },
      template: {
        ...template,
        metadata: { ...metadata, labels: allPodLabels },
      } as JsonObject,
    },
  };
}
