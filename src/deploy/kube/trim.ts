import type { Condition, Job, KubeObject, Pod } from './objects';

/** Which fields are kept: of an object those that are named, of a list those of each item; `true` is all of it. */
type Shape<T> =
  | true
  | (T extends readonly (infer Item)[]
      ? Shape<Item>
      : T extends object
        ? { readonly [Field in keyof T]-?: Shape<NonNullable<T[Field]>> }
        : never);

type AnyShape = true | { readonly [field: string]: AnyShape };

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
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
/** Of a Pod's conditions, those that say why it does not run or why it was ended. */
const TELLING = ['PodScheduled', 'DisruptionTarget'];
const INDEX = { 'batch.kubernetes.io/job-completion-index': true } as const;

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
      spec: { restartPolicy: true, containers: { name: true, resources: { limits: true } } },
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

/** A Job or a Pod without what nobody here reads, which is most of it: of ten thousand Pods all are kept. */
export function trimObject<T extends KubeObject>(object: T): T {
  const { containers } = (object as { spec?: { containers?: unknown } }).spec ?? {};
  return (containers === undefined
    ? leanJob(picked(object, JOB) as Job)
    : leanPod(picked(object, POD) as Pod)) as KubeObject as T;
}

function leanJob(job: Job): Job {
  const { [LAST_APPLIED]: applied, ...annotations } = job.metadata.annotations ?? {};
  return applied === undefined ? job : { ...job, metadata: { ...job.metadata, annotations } };
}

function leanPod({ status, ...pod }: Pod): Pod {
  const telling = ({ type }: Condition) => TELLING.includes(type);
  return {
    ...pod,
    ...(status && {
      status: {
        ...status,
        ...(status.conditions && { conditions: status.conditions.filter(telling) }),
      },
    }),
  };
}

function picked(value: unknown, shape: AnyShape): unknown {
  if (shape === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => picked(item, shape));
  const kept: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(shape)) {
    const found = (value as Record<string, unknown>)[field];
    if (found !== undefined) kept[field] = picked(found, inner);
  }
  return kept;
}
