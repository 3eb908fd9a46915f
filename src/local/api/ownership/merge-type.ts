import type { Json, JsonObject } from '../../../kubernetes/json';
import { fieldsOf, StructName, STRUCTS, Type } from '../../../kubernetes/schema/field';
import { apiVersionOf, ResourceType } from '../../store/resource-type';

/** How server-side apply divides a value among the managers of its parts. */
export type MergeType =
  /** A scalar, or a list or object that has one manager as a whole. */
  | { readonly kind: 'leaf' }
  /** An object whose fields have managers of their own. */
  | { readonly kind: 'object'; readonly field: (name: string) => MergeType }
  /** A list whose entries are identified by these fields. */
  | { readonly kind: 'keyed'; readonly keys: readonly string[]; readonly entry: MergeType }
  /** A list of distinct scalars. */
  | { readonly kind: 'set' };

const LEAF: MergeType = { kind: 'leaf' };
const SET: MergeType = { kind: 'set' };
/** What is known of a value without a schema: objects are merged, lists are not. */
const UNKNOWN: MergeType = { kind: 'object', field: () => UNKNOWN };

/**
 * The lists whose entries have managers of their own; all others are replaced as a whole.
 * Source: `x-kubernetes-list-type` in the OpenAPI document of the API server.
 */
const KEYED_LISTS: Readonly<Record<string, readonly string[]>> = {
  'ObjectMeta.ownerReferences': ['uid'],
  'PodSpec.containers': ['name'],
  'PodSpec.initContainers': ['name'],
  'PodSpec.ephemeralContainers': ['name'],
  'PodSpec.volumes': ['name'],
  'PodSpec.imagePullSecrets': ['name'],
  'PodSpec.hostAliases': ['ip'],
  'PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'PodSpec.schedulingGates': ['name'],
  'PodSpec.resourceClaims': ['name'],
  'Container.env': ['name'],
  'Container.ports': ['containerPort', 'protocol'],
  'Container.volumeMounts': ['mountPath'],
  'Container.volumeDevices': ['devicePath'],
  'ResourceRequirements.claims': ['name'],
};
const SETS = new Set([
  'ObjectMeta.finalizers',
  'PodFailurePolicyOnExitCodesRequirement.values',
  'UncountedTerminatedPods.succeeded',
  'UncountedTerminatedPods.failed',
]);
/** Structs and maps with one manager: `x-kubernetes-map-type: atomic`. */
const ATOMIC = new Set<string>([
  'ConfigMapKeySelector',
  'FileKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'OwnerReference',
  'ResourceFieldSelector',
  'SecretKeySelector',
  'TypedLocalObjectReference',
  'PodSpec.nodeSelector',
]);
/** Values that are used for a key that an entry omits. */
export const KEY_DEFAULTS: Readonly<Record<string, Json>> = { protocol: 'TCP' };

const structTypes = new Map<StructName, MergeType>();

function structType(name: StructName): MergeType {
  if (ATOMIC.has(name)) return LEAF;
  let type = structTypes.get(name);
  if (!type) {
    const fields = new Map<string, MergeType>();
    const field = (fieldName: string): MergeType => {
      let known = fields.get(fieldName);
      if (!known) fields.set(fieldName, (known = fieldType(name, fieldName)));
      return known;
    };
    structTypes.set(name, (type = { kind: 'object', field }));
  }
  return type;
}

function fieldType(struct: StructName, fieldName: string): MergeType {
  const type = fieldsOf(struct).get(fieldName)?.type;
  if (!type) return UNKNOWN;
  const place = `${struct.replace('EphemeralContainer', 'Container')}.${fieldName}`;
  if (SETS.has(place)) return SET;
  if (ATOMIC.has(place)) return LEAF;
  const keys = KEYED_LISTS[place];
  if (keys && type.kind === 'list') return { kind: 'keyed', keys, entry: valueType(type.of) };
  return valueType(type);
}

function valueType(type: Type): MergeType {
  switch (type.kind) {
    case 'struct':
      return structType(type.name);
    case 'map': {
      const entry = valueType(type.of);
      return { kind: 'object', field: () => entry };
    }
    default:
      return LEAF;
  }
}

type Fields = Readonly<Record<string, MergeType>>;
const object = (fields: Fields): MergeType => ({
  kind: 'object',
  field: (name) => fields[name] ?? UNKNOWN,
});
const keyed = (...keys: string[]): MergeType => ({ kind: 'keyed', keys, entry: UNKNOWN });
const CONDITIONS = keyed('type');
const WORKLOAD: Fields = {
  spec: object({ template: structType('PodTemplateSpec'), selector: LEAF }),
  status: object({ conditions: CONDITIONS }),
};
/** Kinds that have lists or templates beside those of a Job. */
const KINDS: Readonly<Record<string, Fields>> = {
  'v1 Pod': {
    spec: structType('PodSpec'),
    status: object({
      conditions: CONDITIONS,
      podIPs: keyed('ip'),
    }),
  },
  'v1 Service': {
    spec: object({ ports: keyed('port', 'protocol'), selector: LEAF }),
    status: object({ conditions: CONDITIONS }),
  },
  'v1 ServiceAccount': { secrets: keyed('name') },
  'apps/v1 Deployment': WORKLOAD,
  'apps/v1 DaemonSet': WORKLOAD,
  'apps/v1 ReplicaSet': WORKLOAD,
  'apps/v1 StatefulSet': WORKLOAD,
  'policy/v1 PodDisruptionBudget': {
    spec: object({ selector: LEAF }),
    status: object({ conditions: CONDITIONS }),
  },
  'networking.k8s.io/v1 NetworkPolicy': { spec: object({ podSelector: LEAF }) },
  'rbac.authorization.k8s.io/v1 RoleBinding': { roleRef: LEAF },
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': { roleRef: LEAF },
};

const kindTypes = new Map<string, MergeType>();

/** Returns how the parts of an object of a kind are divided among managers. */
export function mergeTypeOf(type: ResourceType): MergeType {
  const kind = `${apiVersionOf(type)} ${type.kind}`;
  let known = kindTypes.get(kind);
  if (!known) {
    const isBatch = apiVersionOf(type) === 'batch/v1' && type.kind in STRUCTS;
    known = isBatch
      ? structType(type.kind as StructName)
      : object({ ...KINDS[kind], metadata: structType('ObjectMeta') });
    kindTypes.set(kind, known);
  }
  return known;
}

/** Returns the step of a path that leads to an entry of a keyed list, e.g. `k:{"name":"main"}`. */
export function entryStep(keys: readonly string[], entry: JsonObject): string {
  const values = keys
    .map((key) => [key, entry[key] ?? KEY_DEFAULTS[key]] as const)
    .filter(([, value]) => value !== undefined);
  return `k:${JSON.stringify(Object.fromEntries(values))}`;
}
