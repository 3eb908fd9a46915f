import type { ContainerProps, InitContainerProps } from './container-props';
import type { AnyJobProps } from './job-props';
import type { ScheduleProps } from './scheduled-job';
import { closestName } from '../kubernetes/closest-name';
import { fieldsOf } from '../kubernetes/schema/field';
import type { Completion, IndexedCompletion, WorkQueueCompletion } from '../policy/completion';

type KeyOf<Props> = Props extends unknown ? keyof Props : never;
/** The names of props. The compiler requires each of them. */
type Names<Props> = Readonly<Record<KeyOf<Required<Props>>, true>>;

const JOB_PROPS: Names<
  | AnyJobProps
  | IndexedCompletion
  | WorkQueueCompletion
  | ScheduleProps
  | { readonly completion: Completion }
> = {
  activeDeadline: true,
  args: true,
  automountServiceAccountToken: true,
  backoffLimit: true,
  backoffLimitPerIndex: true,
  command: true,
  completion: true,
  completionMode: true,
  completions: true,
  concurrencyPolicy: true,
  containerName: true,
  containers: true,
  dns: true,
  dockerRegistryAuth: true,
  enableServiceLinks: true,
  env: true,
  failedJobsRetained: true,
  hostAliases: true,
  hostNetwork: true,
  image: true,
  initContainers: true,
  isolate: true,
  items: true,
  jobMetadata: true,
  managedBy: true,
  maxFailedIndexes: true,
  metadata: true,
  parallelism: true,
  podFailurePolicy: true,
  podMetadata: true,
  podOverlay: true,
  podReplacementPolicy: true,
  queueName: true,
  rerunPolicy: true,
  resources: true,
  restartPolicy: true,
  schedule: true,
  securityContext: true,
  serviceAccount: true,
  shareProcessNamespace: true,
  spread: true,
  startingDeadline: true,
  successPolicy: true,
  successfulJobsRetained: true,
  suspend: true,
  terminationGracePeriod: true,
  timeZone: true,
  ttlAfterFinished: true,
  volumes: true,
  workers: true,
};

const CONTAINER_PROPS: Names<ContainerProps> = {
  args: true,
  command: true,
  envFrom: true,
  envVariables: true,
  image: true,
  imagePullPolicy: true,
  lifecycle: true,
  liveness: true,
  name: true,
  port: true,
  portNumber: true,
  ports: true,
  readiness: true,
  resources: true,
  securityContext: true,
  startup: true,
  volumeMounts: true,
  workingDir: true,
};
const INIT_CONTAINER_PROPS: Names<InitContainerProps> = { ...CONTAINER_PROPS, restartPolicy: true };

/** Fields of Kubernetes, and names of other props, that have a prop of another name here. */
const JOB_SYNONYMS: Readonly<Record<string, string>> = {
  activeDeadlineSeconds: 'activeDeadline',
  annotations: 'metadata',
  dnsConfig: 'dns',
  dnsPolicy: 'dns',
  envVariables: 'env',
  failedJobsHistoryLimit: 'failedJobsRetained',
  imagePullSecrets: 'dockerRegistryAuth',
  labels: 'metadata',
  namespace: 'metadata',
  serviceAccountName: 'serviceAccount',
  startingDeadlineSeconds: 'startingDeadline',
  successfulJobsHistoryLimit: 'successfulJobsRetained',
  terminationGracePeriodSeconds: 'terminationGracePeriod',
  ttlSecondsAfterFinished: 'ttlAfterFinished',
};
const CONTAINER_SYNONYMS: Readonly<Record<string, string>> = {
  containerName: 'name',
  env: 'envVariables',
  livenessProbe: 'liveness',
  readinessProbe: 'readiness',
  startupProbe: 'startup',
};

/**
 * Returns the problems of props that no Job has, but whose names show what was meant. An object
 * that is passed as props may have others, which are for the class or program that passes it.
 */
export function unknownJobProps(props: object): string[] {
  return unknownProps(props, 'Jobs', JOB_PROPS, (name) => {
    const synonym = lookUp(JOB_SYNONYMS, name);
    if (synonym !== undefined) return `set ${synonym}`;
    const ofContainer = lookUp(CONTAINER_SYNONYMS, name) ?? name;
    // A list of anything that has names is often passed, one by one.
    if (lookUp(CONTAINER_PROPS, ofContainer) && name !== 'name') {
      return `set ${ofContainer} in containers`;
    }
    return fieldsOf('PodSpec').has(name) ? 'write it in podOverlay' : undefined;
  });
}

/** Returns the same for the props of a container or init container. */
export function unknownContainerProps(props: object, isInit: boolean): string[] {
  const known = isInit ? INIT_CONTAINER_PROPS : CONTAINER_PROPS;
  return unknownProps(props, 'containers', known, (name) => {
    if (name === 'restartPolicy') return 'set it for the Job, or move a sidecar to initContainers';
    const synonym = lookUp(CONTAINER_SYNONYMS, name);
    if (synonym !== undefined) return `set ${synonym}`;
    if (lookUp(JOB_PROPS, name)) return 'set it for the Job';
    return fieldsOf('Container').has(name)
      ? 'write it in podOverlay, in a container of the same name'
      : undefined;
  });
}

/** @param instead returns what to do about a name that belongs elsewhere */
function unknownProps(
  props: object,
  owners: string,
  known: Readonly<Record<string, true>>,
  instead: (name: string) => string | undefined,
): string[] {
  return Object.entries(props).flatMap(([name, value]) => {
    if (value === undefined || lookUp(known, name)) return [];
    const fix = instead(name) ?? similar(name, known);
    return fix === undefined ? [] : [`${name}: is not a prop of ${owners}; ${fix}`];
  });
}

function similar(name: string, known: object): string | undefined {
  const meant = closestName(name, Object.keys(known));
  return meant && `did you mean ${meant}?`;
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
