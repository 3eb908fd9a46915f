import type { KubeObject } from './objects';

type Json = Record<string, unknown>;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** What of a Pod is read here, which is little of it; the types in objects.ts say how. */
const SPEC = ['nodeName', 'restartPolicy'];
const CONTAINER = ['name', 'restartPolicy'];
const STATUS = ['phase', 'reason', 'message', 'startTime'];
const CONDITION = ['type', 'status', 'reason', 'message', 'lastTransitionTime'];
const CONTAINER_STATUS = ['containerID', 'name', 'restartCount', 'state', 'lastState'];

/** An object without what nobody here reads: of ten thousand Pods all are kept. */
export function lean<T extends KubeObject>(object: T): T {
  // Copies, since an object from which something was deleted takes more memory than before.
  const { metadata: all, spec, status } = object as unknown as { metadata: Json; spec?: Json; status?: Json };
  const { managedFields: _, annotations, ...metadata } = all;
  const { [LAST_APPLIED]: __, ...others } = (annotations ?? {}) as Json;
  const named = { ...metadata, ...annotations === undefined ? {} : { annotations: others } };
  if (spec?.containers === undefined) return { ...object, metadata: named };
  const lists = (source: Json, keys: readonly string[], fields: readonly string[]) => Object.fromEntries(keys
    .filter((key) => source[key] !== undefined)
    .map((key) => [key, (source[key] as Json[]).map((one) => pick(one, fields))]));
  return {
    metadata: named,
    spec: { ...pick(spec, SPEC), ...lists(spec, ['containers', 'initContainers'], CONTAINER) },
    ...status === undefined ? {} : {
      status: { ...pick(status, STATUS), ...lists(status, ['conditions'], CONDITION), ...lists(status, ['containerStatuses', 'initContainerStatuses'], CONTAINER_STATUS) },
    },
  } as unknown as T;
}

function pick(source: Json, keys: readonly string[]): Json {
  const kept: Json = {};
  for (const key of keys) if (source[key] !== undefined) kept[key] = source[key];
  return kept;
}
