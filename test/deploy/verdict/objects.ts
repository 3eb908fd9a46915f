import type {
  Condition,
  ContainerStatus,
  Job,
  Pod,
  Terminated,
} from '../../../src/deploy/kube/objects';

/** Objects as a server would send them, with only what a test is about. */
export function jobWith({
  name = 'job',
  uid = 'job-uid',
  ...rest
}: {
  name?: string;
  uid?: string;
  conditions?: Condition[];
  spec?: Job['spec'];
  status?: Job['status'];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
} = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: 'ns',
      uid,
      resourceVersion: '1',
      labels: rest.labels,
      annotations: rest.annotations,
    },
    spec: rest.spec ?? {},
    status: { conditions: rest.conditions, ...rest.status },
  };
}

export function condition(type: string, status: string, more: Partial<Condition> = {}): Condition {
  return { type, status, ...more };
}

interface PodParts {
  name?: string;
  job?: string;
  phase?: string;
  reason?: string;
  message?: string;
  index?: number;
  containers?: ContainerStatus[];
  init?: (ContainerStatus & { restartPolicy?: string })[];
  conditions?: Condition[];
}

export function podWith({
  name = 'pod',
  job = 'job-uid',
  phase = 'Running',
  reason,
  message,
  index,
  containers = [],
  init = [],
  conditions,
}: PodParts = {}): Pod {
  return {
    metadata: {
      name,
      namespace: 'ns',
      uid: `${name}-uid`,
      resourceVersion: '1',
      ownerReferences: [{ uid: job, controller: true }],
      annotations:
        index === undefined
          ? undefined
          : { 'batch.kubernetes.io/job-completion-index': String(index) },
    },
    spec: {
      containers: containers.map((status) => ({ name: status.name })),
      initContainers: init.map((status) => ({
        name: status.name,
        restartPolicy: status.restartPolicy,
      })),
    },
    status: {
      phase,
      reason,
      message,
      conditions,
      containerStatuses: containers,
      initContainerStatuses: init,
    },
  };
}

export function running(name = 'main', restartCount = 0, id?: string): ContainerStatus {
  return { name, restartCount, containerID: id, state: { running: {} } };
}

export function terminated(
  exitCode: number,
  more: Partial<Terminated> & {
    name?: string;
    restartCount?: number;
    lastState?: ContainerStatus['lastState'];
  } = {},
): ContainerStatus {
  const { name = 'main', restartCount = 0, lastState, ...rest } = more;
  return { name, restartCount, lastState, state: { terminated: { exitCode, ...rest } } };
}

export function waiting(reason: string, message?: string, name = 'main'): ContainerStatus {
  return { name, restartCount: 0, state: { waiting: { reason, message } } };
}
