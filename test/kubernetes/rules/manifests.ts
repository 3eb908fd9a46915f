import type { Example } from './example';
import type { JsonObject } from '../../../src/kubernetes/json';
import { mergePatch } from '../../../src/kubernetes/merge';

const POD = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1' }] };
/** The smallest valid manifests: without any part, they are invalid. */
export const MINIMAL_JOB: JsonObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'example' },
  spec: { template: { spec: POD } },
};
export const MINIMAL_CRON_JOB: JsonObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'example' },
  spec: { schedule: '30 6 * * *', jobTemplate: { spec: { template: { spec: POD } } } },
};
const UID = '7f2c1d0e-3b44-4c58-9a0d-5d4e6f708192';

/**
 * Each of these functions merges a part into a minimal manifest: objects are merged, lists are
 * replaced, and `null` removes a field.
 */
export const manifest = (part: JsonObject) => mergePatch(MINIMAL_JOB, part);
export const metadata = (part: JsonObject) => manifest({ metadata: part });
export const job = (spec: JsonObject) => manifest({ spec });
export const template = (part: JsonObject) => job({ template: part });
export const annotated = (annotations: JsonObject, spec: JsonObject = {}) =>
  template({ metadata: { annotations }, spec });
export const pod = (spec: JsonObject) => template({ spec });
export const podSecurity = (securityContext: JsonObject, spec: JsonObject = {}) =>
  pod({ securityContext, ...spec });

export const named = (name: string, part: JsonObject = {}): JsonObject =>
  mergePatch({ name, image: 'busybox:1' }, part);
export const main = (part: JsonObject = {}) => named('main', part);
export const container = (part: JsonObject, spec: JsonObject = {}) =>
  pod({ containers: [main(part)], ...spec });
export const initContainer = (part: JsonObject, spec: JsonObject = {}) =>
  pod({ initContainers: [named('init', part)], ...spec });
export const sidecar = (part: JsonObject, spec: JsonObject = {}) =>
  initContainer({ restartPolicy: 'Always', ...part }, spec);
export const ephemeralContainer = (part: JsonObject) =>
  pod({ ephemeralContainers: [named('debug', part)] });
export const env = (...variables: JsonObject[]) => container({ env: variables });
export const ports = (...list: JsonObject[]) => container({ ports: list });
export const resources = (part: JsonObject, spec: JsonObject = {}) =>
  container({ resources: part }, spec);
export const security = (securityContext: JsonObject, spec: JsonObject = {}) =>
  container({ securityContext }, spec);

export const volumes = (...list: JsonObject[]) => pod({ volumes: list });
export const volume = (source: JsonObject) => volumes({ name: 'data', ...source });
export const projected = (...sources: JsonObject[]) => volume({ projected: { sources } });
export const claim = (spec: JsonObject, part: JsonObject = {}) =>
  volume({
    ephemeral: {
      volumeClaimTemplate: {
        ...part,
        spec: mergePatch(
          { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
          spec,
        ),
      },
    },
  });
/** Creates a Pod whose container mounts volumes. */
export const mounts = (
  volumeMounts: readonly JsonObject[],
  part: JsonObject = {},
  volumesOfPod: readonly JsonObject[] = [{ name: 'data', emptyDir: {} }],
) => container({ volumeMounts, ...part }, { volumes: volumesOfPod });

export const nodeAffinity = (
  requirement: JsonObject,
  field: 'matchExpressions' | 'matchFields' = 'matchExpressions',
) =>
  pod({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ [field]: [requirement] }],
        },
      },
    },
  });
export const preferredNodes = (preference: JsonObject, weight = 1) =>
  pod({
    affinity: {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference }] },
    },
  });
export const podAffinity = (term: JsonObject) =>
  pod({
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          mergePatch({ topologyKey: 'kubernetes.io/hostname' }, term),
        ],
      },
    },
  });
export const spread = (...constraints: JsonObject[]) =>
  pod({
    topologySpreadConstraints: constraints.map((each) =>
      mergePatch(
        { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
        each,
      ),
    ),
  });

export const indexed = (spec: JsonObject) =>
  job({ completionMode: 'Indexed', completions: 3, ...spec });
export const failurePolicy = (rule: JsonObject, spec: JsonObject = {}) =>
  job({ podFailurePolicy: { rules: [rule] }, ...spec });
export const successPolicy = (rule: JsonObject, spec: JsonObject = {}) =>
  indexed({ successPolicy: { rules: [rule] }, ...spec });

export const cronJobManifest = (part: JsonObject) => mergePatch(MINIMAL_CRON_JOB, part);
export const cronJob = (spec: JsonObject) => cronJobManifest({ spec });
export const jobOfCronJob = (spec: JsonObject) => cronJob({ jobTemplate: { spec } });

/** Returns an object as the API server stores it, with its uid and a generated selector. */
export function stored(object: JsonObject): JsonObject {
  const name = (object.metadata as JsonObject).name as string;
  const selected = { 'batch.kubernetes.io/controller-uid': UID };
  const labels = {
    ...selected,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': UID,
    'job-name': name,
  };
  const generated =
    object.kind === 'Job'
      ? { spec: { selector: { matchLabels: selected }, template: { metadata: { labels } } } }
      : {};
  return mergePatch(object, { metadata: { uid: UID }, ...generated });
}

/** Creates an update of a stored object, with a status if given. */
export function changed(from: JsonObject, change: JsonObject, status?: JsonObject): Example {
  const old = stored(status ? { ...from, status } : from);
  return { manifest: mergePatch(old, change), old };
}

/** Creates an update of the spec of a stored Job. */
export const changedJob = (from: JsonObject, change: JsonObject, status?: JsonObject) =>
  changed(job(from), { spec: change }, status);
/** Creates an update of the Pod template of a stored Job. */
export const changedPod = (from: JsonObject, change: JsonObject, status?: JsonObject) =>
  changedJob(from, { template: { spec: change } }, status);
