import type { ResourceType } from './resource-type';

type Options = Partial<
  Pick<ResourceType, 'namespaced' | 'hasStatus' | 'hasGeneration' | 'shortNames' | 'categories'>
>;

const typeOf = (apiVersion: string, kind: string, resource: string, options: Options = {}) => {
  const slash = apiVersion.indexOf('/');
  const [group, version] =
    slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  return { group, version, kind, resource, namespaced: true, ...options } satisfies ResourceType;
};
/** Objects that have neither a status nor a generation, such as a ConfigMap. */
const PLAIN: Options = { hasStatus: false, hasGeneration: false };
const CLUSTER: Options = { namespaced: false };
const ALL: Options = { categories: ['all'] };

export const JOBS: ResourceType = typeOf('batch/v1', 'Job', 'jobs', ALL);
export const CRON_JOBS: ResourceType = typeOf('batch/v1', 'CronJob', 'cronjobs', {
  ...ALL,
  shortNames: ['cj'],
});
export const PODS: ResourceType = typeOf('v1', 'Pod', 'pods', { ...ALL, shortNames: ['po'] });
export const NAMESPACES: ResourceType = typeOf('v1', 'Namespace', 'namespaces', {
  ...CLUSTER,
  hasGeneration: false,
  shortNames: ['ns'],
});
export const EVENTS: ResourceType = typeOf('v1', 'Event', 'events', {
  ...PLAIN,
  shortNames: ['ev'],
});
export const SERVICE_ACCOUNTS: ResourceType = typeOf('v1', 'ServiceAccount', 'serviceaccounts', {
  ...PLAIN,
  shortNames: ['sa'],
});
export const CONFIG_MAPS: ResourceType = typeOf('v1', 'ConfigMap', 'configmaps', {
  ...PLAIN,
  shortNames: ['cm'],
});
export const SECRETS: ResourceType = typeOf('v1', 'Secret', 'secrets', PLAIN);
export const CUSTOM_RESOURCE_DEFINITIONS: ResourceType = typeOf(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  { ...CLUSTER, shortNames: ['crd', 'crds'], categories: ['api-extensions'] },
);

/** Kinds that are common beside Jobs, in the order in which discovery lists them. */
export const KNOWN_TYPES: readonly ResourceType[] = [
  CONFIG_MAPS,
  typeOf('v1', 'Endpoints', 'endpoints', { ...PLAIN, shortNames: ['ep'] }),
  EVENTS,
  typeOf('v1', 'LimitRange', 'limitranges', { ...PLAIN, shortNames: ['limits'] }),
  NAMESPACES,
  typeOf('v1', 'Node', 'nodes', { ...CLUSTER, hasGeneration: false, shortNames: ['no'] }),
  typeOf('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    hasGeneration: false,
    shortNames: ['pvc'],
  }),
  typeOf('v1', 'PersistentVolume', 'persistentvolumes', {
    ...CLUSTER,
    hasGeneration: false,
    shortNames: ['pv'],
  }),
  PODS,
  typeOf('v1', 'ReplicationController', 'replicationcontrollers', { ...ALL, shortNames: ['rc'] }),
  typeOf('v1', 'ResourceQuota', 'resourcequotas', { hasGeneration: false, shortNames: ['quota'] }),
  SECRETS,
  SERVICE_ACCOUNTS,
  typeOf('v1', 'Service', 'services', { ...ALL, hasGeneration: false, shortNames: ['svc'] }),
  CUSTOM_RESOURCE_DEFINITIONS,
  typeOf('apps/v1', 'ControllerRevision', 'controllerrevisions', PLAIN),
  typeOf('apps/v1', 'DaemonSet', 'daemonsets', { ...ALL, shortNames: ['ds'] }),
  typeOf('apps/v1', 'Deployment', 'deployments', { ...ALL, shortNames: ['deploy'] }),
  typeOf('apps/v1', 'ReplicaSet', 'replicasets', { ...ALL, shortNames: ['rs'] }),
  typeOf('apps/v1', 'StatefulSet', 'statefulsets', { ...ALL, shortNames: ['sts'] }),
  typeOf('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    ...ALL,
    hasGeneration: false,
    shortNames: ['hpa'],
  }),
  CRON_JOBS,
  JOBS,
  typeOf('coordination.k8s.io/v1', 'Lease', 'leases', PLAIN),
  typeOf('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', { hasStatus: false }),
  typeOf('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', {
    ...CLUSTER,
    hasStatus: false,
  }),
  typeOf('networking.k8s.io/v1', 'Ingress', 'ingresses', { shortNames: ['ing'] }),
  typeOf('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', {
    hasStatus: false,
    shortNames: ['netpol'],
  }),
  typeOf('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { shortNames: ['pdb'] }),
  typeOf('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', {
    ...CLUSTER,
    ...PLAIN,
  }),
  typeOf('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { ...CLUSTER, ...PLAIN }),
  typeOf('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', PLAIN),
  typeOf('rbac.authorization.k8s.io/v1', 'Role', 'roles', PLAIN),
  typeOf('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', {
    ...CLUSTER,
    hasStatus: false,
    shortNames: ['pc'],
  }),
  typeOf('storage.k8s.io/v1', 'StorageClass', 'storageclasses', {
    ...CLUSTER,
    ...PLAIN,
    shortNames: ['sc'],
  }),
];
