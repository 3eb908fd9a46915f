import type { KubeObject } from './objects';

type Json = Record<string, unknown>;

/** What is large and says nothing about how a Job or a Pod fares. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const POD_SPEC = ['volumes', 'tolerations', 'affinity', 'securityContext', 'imagePullSecrets', 'topologySpreadConstraints'];
const CONTAINER = ['name', 'image', 'restartPolicy'];
const CONTAINER_STATUS = ['volumeMounts', 'resources', 'allocatedResources', 'allocatedResourcesStatus', 'imageID', 'user'];

/** An object without what nobody here reads, which is most of it: of ten thousand Pods all are kept. Takes it off the object itself. */
export function lean<T extends KubeObject>(object: T): T {
  const { metadata, spec, status } = object as unknown as { metadata: Json; spec?: Json; status?: Json };
  delete metadata.managedFields;
  delete (metadata.annotations as Json | undefined)?.[LAST_APPLIED];
  if (spec?.containers !== undefined) {
    for (const key of POD_SPEC) delete spec[key];
    for (const key of ['containers', 'initContainers']) {
      const containers = spec[key] as Json[] | undefined;
      if (containers !== undefined) spec[key] = containers.map((container) => Object.fromEntries(CONTAINER.map((name) => [name, container[name]])));
    }
  }
  for (const key of ['containerStatuses', 'initContainerStatuses']) {
    for (const one of (status?.[key] ?? []) as Json[]) for (const name of CONTAINER_STATUS) delete one[name];
  }
  return object;
}
