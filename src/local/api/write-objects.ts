import { JsonObject, objectIn } from '../../kubernetes/json';
import type { StructName } from '../../kubernetes/schema/field';
import { marshal } from '../../kubernetes/server/marshal';
import { CUSTOM_RESOURCE_DEFINITIONS, JOBS, NAMESPACES, PODS } from '../store/known-types';
import { apiVersionOf, qualifiedResource, ResourceType } from '../store/resource-type';
import { badRequest, invalid, notFound, StatusError } from '../store/status-error';
import { isSameObject, NewObject, StoredObject } from '../store/stored-object';
import { formatSeconds } from '../timestamps';
import { Admitted, decodeObject, isBatchKind, validateObject } from './admission';
import { bodyOf, Call, fieldValidationOf, isDryRun, managerOf, ServerContext } from './call';
import { fromEventView } from './event-view';
import { withPodSelector } from './job-labels';
import { ownUpdated, Writer } from './ownership/field-ownership';
import { withPodAdmission } from './pod-admission';
import { EVENTS_VIEW } from './type-registry';

/** An object after a write, and how the server answers. */
export interface Written {
  readonly object: StoredObject;
  readonly status: 200 | 201;
  readonly warnings: readonly string[];
}

/** Creates the object in the body of a POST. @throws StatusError */
export function createObject(context: ServerContext, call: Call): Written {
  const body = checkedBody(call);
  const decoded = decodeObject(call.type, body, context.minor, fieldValidationOf(call));
  return storeNew(context, call, decoded, (prepared) =>
    ownUpdated(call.type, emptyObject(call.type, context.minor), prepared, writerOf(context, call)),
  );
}

/**
 * Stores a new object.
 *
 * @param own adds the managers of its fields
 */
export function storeNew(
  { store, minor }: ServerContext,
  call: Call,
  { object: decoded, warnings }: Admitted,
  own: (prepared: StoredObject) => StoredObject = (prepared) => prepared,
): Written {
  const { type, namespace } = call;
  requireNamespace(store, call);
  const object = { ...decoded, status: initialStatus(type, decoded) };
  const serverWarnings = validateObject(type, object, minor);
  const prepared = own(store.prepare(type, namespace, object as unknown as NewObject));
  const complete = assigned(type, prepared);
  const all = [...warnings, ...serverWarnings];
  if (!isDryRun(call)) return { object: store.insert(type, complete), status: 201, warnings: all };
  if (store.get(type, namespace, complete.metadata.name)) store.insert(type, complete);
  return { object: complete, status: 201, warnings: all };
}

/** Returns a new object with what the API server assigns, which no client manages. */
function assigned(type: ResourceType, object: StoredObject): StoredObject {
  if (sameType(type, JOBS)) return withPodSelector(object);
  return sameType(type, PODS) ? withPodAdmission(object) : object;
}

/** Replaces an object by the body of a PUT. @throws StatusError */
export function updateObject(context: ServerContext, call: Call): Written {
  const old = context.store.require(call.type, call.namespace, call.name!);
  return storeChanged(context, call, old, checkedBody(call));
}

/**
 * Stores a change of an object.
 *
 * @param json the complete object after the change
 * @param isOwned whether `json` has the managers of its fields already
 */
export function storeChanged(
  context: ServerContext,
  call: Call,
  old: StoredObject,
  json: JsonObject,
  isOwned = false,
): Written {
  const { store, minor } = context;
  const { type, subresource } = call;
  const part = subresource === 'status' ? 'status' : 'main';
  if (call.request.method === 'PATCH') checkUid(type, old, json);
  const decoded = decodeObject(type, json, minor, isOwned ? 'Ignore' : fieldValidationOf(call));
  const metadata = { ...objectIn(decoded.object.metadata) };
  const given = {
    ...decoded.object,
    metadata: { ...metadata, name: call.name!, namespace: call.namespace },
  } as unknown as NewObject;
  const next = store.prepareUpdate(type, given, part);
  const owned = isOwned ? next : ownUpdated(type, old, next, writerOf(context, call));
  // An apply that changes nothing is the most frequent write, and what is stored is valid.
  const isValid = part === 'status' || isSameObject(owned, old);
  const warnings = isValid ? [] : validateObject(type, next, minor, old);
  const result = isDryRun(call) ? owned : store.update(type, owned, part);
  return { object: result, status: 200, warnings: [...decoded.warnings, ...warnings] };
}

/** A PUT with another uid is a conflict, a patch is not valid. */
function checkUid(type: ResourceType, { metadata }: StoredObject, json: JsonObject): void {
  const { uid } = objectIn(json.metadata);
  if (!uid || uid === metadata.uid) return;
  const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`;
  throw invalid(type, metadata.name, [
    { reason: 'FieldValueInvalid', field: 'metadata.uid', message },
  ]);
}

/** Returns the writer of a request, as `metadata.managedFields` names it. */
export function writerOf({ now }: ServerContext, call: Call): Writer {
  const { subresource } = call;
  return { manager: managerOf(call), subresource, time: formatSeconds(now()) };
}

/** Returns the body, if it is an object of the kind and place that the path names. */
export function checkedBody(call: Call): JsonObject {
  const { type, served, name, namespace } = call;
  const body = bodyOf(call);
  checkIdentity(served, body, namespace, name);
  const metadata = objectIn(body.metadata);
  const placed = { ...body, metadata: { ...metadata, ...(type.namespaced && { namespace }) } };
  return served === EVENTS_VIEW ? fromEventView(placed) : placed;
}

function checkIdentity(
  type: ResourceType,
  { apiVersion, kind, metadata }: JsonObject,
  namespace: string,
  name: string | undefined,
): void {
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    throw badRequest(
      `the object in the body is a ${String(apiVersion)} ${String(kind)}; ` +
        `this path takes ${apiVersionOf(type)} ${type.kind}`,
    );
  }
  const given = objectIn(metadata);
  if (type.namespaced && given.namespace && given.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (name !== undefined && given.name && given.name !== name) {
    throw badRequest(
      `the name of the object (${String(given.name)}) does not match ` +
        `the name on the URL (${name})`,
    );
  }
}

/** @throws StatusError NotFound, or Forbidden if the namespace is being deleted */
function requireNamespace(store: ServerContext['store'], { type, namespace }: Call): void {
  if (!type.namespaced) return;
  const found = store.get(NAMESPACES, '', namespace);
  if (!found) throw notFound(NAMESPACES, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const message =
    `${qualifiedResource(type)} is forbidden: unable to create new content in namespace ` +
    `${namespace} because it is being terminated`;
  throw new StatusError(403, 'Forbidden', message);
}

/** A client cannot set the status of a new object. */
function initialStatus(type: ResourceType, { status }: JsonObject): JsonObject | undefined {
  if (type.hasStatus === false) return status as JsonObject | undefined;
  if (sameType(type, PODS)) return { phase: 'Pending' };
  if (sameType(type, NAMESPACES) || sameType(type, CUSTOM_RESOURCE_DEFINITIONS)) {
    return objectIn(status);
  }
  return {};
}

/** Returns what every object of a kind has, so that creating one makes no client its manager. */
function emptyObject(type: ResourceType, minor: number): JsonObject {
  if (isBatchKind(type)) return marshalEmpty(type.kind, minor);
  if (sameType(type, NAMESPACES)) return { spec: { finalizers: ['kubernetes'] } };
  return sameType(type, PODS) ? { spec: marshalEmpty('PodSpec', minor) } : {};
}

function marshalEmpty(name: StructName, minor: number): JsonObject {
  return marshal(name, {}, minor);
}

function sameType(a: ResourceType, b: ResourceType): boolean {
  return a.group === b.group && a.resource === b.resource;
}
