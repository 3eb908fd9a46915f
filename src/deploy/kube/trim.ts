import type { Condition, Job, KubeObject, Pod } from './objects';
import { COMPLETION_INDEX_LABEL } from '../../kubernetes/well-known-labels';

/** The fields to keep of an object, or of each item of a list; `true` keeps all of a value. */
type Shape<T> =
  | true
  | (T extends readonly (infer Item)[]
      ? Shape<Item>
      : T extends object
        ? { readonly [Field in keyof T]-?: Shape<NonNullable<T[Field]>> }
        : never);

type AnyShape = true | { readonly [field: string]: AnyShape };

/** Annotation in which kubectl keeps a copy of the object. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const METADATA = {
  name: true,
  namespace: true,
  uid: true,
  resourceVersion: true,
  creationTimestamp: true,
  deletionTimestamp: true,
  deletionGracePeriodSeconds: true,
  finalizers: true,
  ownerReferences: { uid: true, controller: true },
} as const;
const CONTAINER_STATUS = {
  containerID: true,
  name: true,
  restartCount: true,
  state: true,
  lastState: true,
} as const;
const CONDITION = {
  type: true,
  status: true,
  reason: true,
  message: true,
  lastTransitionTime: true,
} as const;
/** The conditions of a Pod that say why it does not run, or what ended it. */
const KEPT_CONDITIONS = ['PodScheduled', 'DisruptionTarget'];
const INDEX = { [COMPLETION_INDEX_LABEL]: true } as const;

const POD: Shape<Pod> = {
  apiVersion: true,
  kind: true,
  metadata: { ...METADATA, labels: INDEX, annotations: INDEX },
  spec: {
    nodeName: true,
    restartPolicy: true,
    containers: { name: true, restartPolicy: true },
    initContainers: { name: true, restartPolicy: true },
  },
  status: {
    phase: true,
    reason: true,
    message: true,
    startTime: true,
    conditions: CONDITION,
    containerStatuses: CONTAINER_STATUS,
    initContainerStatuses: CONTAINER_STATUS,
  },
};

const JOB: Shape<Job> = {
  apiVersion: true,
  kind: true,
  metadata: { ...METADATA, labels: true, annotations: true },
  spec: {
    suspend: true,
    parallelism: true,
    completions: true,
    completionMode: true,
    backoffLimit: true,
    backoffLimitPerIndex: true,
    maxFailedIndexes: true,
    activeDeadlineSeconds: true,
    managedBy: true,
    template: {
      spec: {
        restartPolicy: true,
        containers: { name: true, resources: { limits: true } },
        volumes: { name: true, configMap: { name: true } },
      },
    },
  },
  status: {
    conditions: CONDITION,
    startTime: true,
    completionTime: true,
    active: true,
    ready: true,
    succeeded: true,
    failed: true,
    completedIndexes: true,
    failedIndexes: true,
  },
};

/**
 * Returns a Job or a Pod with only the fields that deploy reads, which are few: it keeps ten
 * thousand Pods in memory.
 */
export function trimObject<T extends KubeObject>(object: T): T {
  const { containers } = (object as { spec?: { containers?: unknown } }).spec ?? {};
  return (containers === undefined
    ? trimJob(pick(object, JOB) as Job)
    : trimPod(pick(object, POD) as Pod)) as KubeObject as T;
}

function trimJob(job: Job): Job {
  const { [LAST_APPLIED]: applied, ...annotations } = job.metadata.annotations ?? {};
  return applied === undefined ? job : { ...job, metadata: { ...job.metadata, annotations } };
}

function trimPod({ status, ...pod }: Pod): Pod {
  const isKept = ({ type }: Condition) => KEPT_CONDITIONS.includes(type);
  return {
    ...pod,
    ...(status && {
      status: {
        ...status,
        ...(status.conditions && { conditions: status.conditions.filter(isKept) }),
      },
    }),
  };
}

function pick(value: unknown, shape: AnyShape): unknown {
  if (shape === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, shape));
  const kept: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(shape)) {
    const found = (value as Record<string, unknown>)[field];
    if (found !== undefined) kept[field] = pick(found, inner);
  }
  return kept;
}
