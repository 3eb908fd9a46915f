import { TRACKING_FINALIZER } from './pod-state';
import type { NewPod } from './write';
import { MAX_GENERATE_NAME_LENGTH } from '../../../kubernetes/names';
import { COMPLETION_INDEX_LABEL } from '../../../kubernetes/well-known-labels';
import { COMPLETION_INDEX_VARIABLE } from '../../../kubernetes/well-known-variables';
import type { LocalContainer, LocalJob, LocalPodSpec } from '../../objects';

/** Returns a Pod for a Job without indexes. */
export function newPod({ metadata, spec: { template } }: LocalJob): NewPod {
  const finalizers = template.metadata?.finalizers ?? [];
  return {
    metadata: {
      ...template.metadata,
      namespace: metadata.namespace,
      generateName: `${metadata.name}-`,
      finalizers: [...new Set([...finalizers, TRACKING_FINALIZER])],
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: template.spec,
  };
}

/** Returns a Pod for an index of a Job. */
export function newIndexedPod(
  job: LocalJob,
  index: number,
  annotations: Readonly<Record<string, string>>,
): NewPod {
  const { metadata, spec } = newPod(job);
  const ofIndex = { [COMPLETION_INDEX_LABEL]: `${index}` };
  return {
    metadata: {
      ...metadata,
      generateName: generateName(job.metadata.name, index),
      labels: { ...metadata.labels, ...ofIndex },
      annotations: { ...metadata.annotations, ...ofIndex, ...annotations },
    },
    spec: { ...withIndexVariable(spec), hostname: `${job.metadata.name}-${index}` },
  };
}

function generateName(job: string, index: number): string {
  const suffix = `-${index}-`;
  return `${job.slice(0, MAX_GENERATE_NAME_LENGTH - suffix.length)}${suffix}`;
}

function withIndexVariable(spec: LocalPodSpec): LocalPodSpec {
  const add = (container: LocalContainer): LocalContainer => {
    const { env = [] } = container;
    if (env.some(({ name }) => name === COMPLETION_INDEX_VARIABLE)) return container;
    const fieldPath = `metadata.labels['${COMPLETION_INDEX_LABEL}']`;
    const variable = { name: COMPLETION_INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath } } };
    return { ...container, env: [...env, variable] };
  };
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(add) }),
  };
}
