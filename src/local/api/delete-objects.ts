import { bodyOf, Call, isDryRun, ServerContext } from './call';
import { JsonObject, objectIn } from '../../kubernetes/json';
import type { Deletion } from '../store/deletion';
import { JOBS, NAMESPACES } from '../store/known-types';
import { qualifiedResource, ResourceType } from '../store/resource-type';
import { invalidOptions } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

/** Kinds whose deletion is answered with the object instead of a Status. */
const RETURNS_OBJECT = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumeclaims',
  'persistentvolumes',
]);
const SUPPORTED_POLICIES = 'supported values: "Foreground", "Background", "Orphan", "nil"';
const PODS_STAY =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background ' +
  'to remove them or set propagationPolicy=Orphan to suppress this warning';

export interface DeleteAnswer {
  /** The last state of the object. */
  readonly object: StoredObject;
  /** What is answered instead of the object if it is gone. */
  readonly status?: JsonObject;
  readonly warnings: readonly string[];
}

/** Deletes an object. @throws StatusError */
export function deleteObject(context: ServerContext, call: Call): DeleteAnswer {
  const { type, namespace, name } = call;
  const { deletion, dryRun, warnings } = deletionOf(call);
  const { object, removed } = deleteOne(context, type, namespace, name!, deletion, dryRun);
  if (!removed || RETURNS_OBJECT.has(qualifiedResource(type))) return { object, warnings };
  const { uid } = object.metadata;
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: name!,
      ...(type.group !== '' && { group: type.group }),
      kind: type.resource,
      uid,
    },
  };
  return { object, status, warnings };
}

/** Deletes objects of a collection. @returns their last states */
export function deleteCollection(
  context: ServerContext,
  call: Call,
  objects: readonly StoredObject[],
): { readonly objects: readonly StoredObject[]; readonly warnings: readonly string[] } {
  const { deletion, dryRun, warnings } = deletionOf(call);
  const deleted = objects.map(({ metadata: { namespace = '', name } }) => {
    return deleteOne(context, call.type, namespace, name, deletion, dryRun).object;
  });
  return { objects: deleted, warnings };
}

function deleteOne(
  { store }: ServerContext,
  type: ResourceType,
  namespace: string,
  name: string,
  deletion: Deletion,
  dryRun: boolean,
): { readonly object: StoredObject; readonly removed: boolean } {
  if (dryRun) return store.prepareDelete(type, namespace, name, deletion);
  const result = store.delete(type, namespace, name, deletion);
  if (type !== NAMESPACES || result.removed) return result;
  const status = { ...objectIn(result.object.status), phase: 'Terminating' };
  return { object: store.update(type, { ...result.object, status }, 'status'), removed: false };
}

/** Options of the body take precedence over those of the query. */
function deletionOf(call: Call): {
  readonly deletion: Deletion;
  readonly dryRun: boolean;
  readonly warnings: readonly string[];
} {
  const { query, type, request } = call;
  const hasBody = request.body !== undefined && request.body !== '';
  const options = hasBody ? bodyOf(call) : queryOptions(query);
  const { dryRun, gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents } =
    options;
  const policy =
    propagationPolicy ??
    (orphanDependents === undefined ? undefined : orphanDependents ? 'Orphan' : 'Background');
  if (!isPolicy(policy)) {
    const message = `Unsupported value: ${JSON.stringify(policy)}: ${SUPPORTED_POLICIES}`;
    const reason = 'FieldValueNotSupported';
    throw invalidOptions('DeleteOptions', { reason, field: 'propagationPolicy', message });
  }
  // Without a policy the Pods of a Job stay.
  const orphans = policy === undefined && type === JOBS;
  return {
    deletion: {
      propagationPolicy: orphans ? 'Orphan' : policy,
      preconditions: objectIn(preconditions),
      ...(typeof gracePeriodSeconds === 'number' && { gracePeriodSeconds }),
    },
    dryRun: hasBody ? Array.isArray(dryRun) && dryRun.includes('All') : isDryRun(call),
    warnings: orphans ? [PODS_STAY] : [],
  };
}

function queryOptions({ gracePeriodSeconds, propagationPolicy }: Call['query']): JsonObject {
  return {
    propagationPolicy: propagationPolicy || undefined,
    ...(gracePeriodSeconds && { gracePeriodSeconds: Number(gracePeriodSeconds) }),
  };
}

function isPolicy(policy: unknown): policy is Deletion['propagationPolicy'] {
  return policy === undefined || ['Background', 'Foreground', 'Orphan'].includes(policy as string);
}
