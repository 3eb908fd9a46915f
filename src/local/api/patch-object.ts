import { decodeObject, isBatchKind } from './admission';
import { bodyOf, Call, parseBody, ServerContext, unsupportedMediaType } from './call';
import { jsonPatch } from './json-patch';
import type { Json, JsonObject } from '../../kubernetes/json';
import { objectIn } from '../../kubernetes/json';
import { mergePatch } from '../../kubernetes/merge';
import { decode } from '../../kubernetes/server/decode';
import { KNOWN_TYPES } from '../store/known-types';
import { apiVersionOf } from '../store/resource-type';
import { badRequest, conflict, invalidOptions, StatusError } from '../store/status-error';
import { applyOwned } from './ownership/field-ownership';
import { strategicMergePatch } from './strategic-merge-patch';
import { checkedBody, storeChanged, storeNew, writerOf, Written } from './write-objects';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';
const PATCHES = [JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH, APPLY_PATCH];

/** Changes an object by a PATCH; a server-side apply also creates it. @throws StatusError */
export function patchObject(context: ServerContext, call: Call): Written {
  const { type, namespace, name } = call;
  const contentType = (call.request.headers?.['content-type'] ?? '').split(';')[0].trim();
  if (contentType === APPLY_PATCH) return applyObject(context, call);
  const old = context.store.require(type, namespace, name!);
  const patched = (): JsonObject => {
    switch (contentType) {
      case JSON_PATCH:
        return jsonPatch(type, name!, old, parseBody(call.request.body ?? '') as Json);
      case MERGE_PATCH:
        return mergePatch(old, bodyOf(call));
      case STRATEGIC_MERGE_PATCH:
        // Kinds of definitions have no merge keys.
        if (KNOWN_TYPES.some((known) => known.group === type.group)) {
          return strategicMergePatch(old, bodyOf(call));
        }
    }
    throw unsupportedMediaType(contentType, PATCHES);
  };
  return storeChanged(context, call, old, patched());
}

function applyObject(context: ServerContext, call: Call): Written {
  const { type, namespace, name, query } = call;
  const applied = checkedBody(call);
  const metadata = objectIn(applied.metadata);
  if (!query.fieldManager) {
    const message = 'Required value: is required for apply patch';
    const field = { reason: 'FieldValueRequired', field: 'fieldManager', message };
    throw invalidOptions('PatchOptions', field);
  }
  if (metadata.managedFields !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  checkDeclared(context, call, applied);
  const live = context.store.get(type, namespace, name!);
  if (!live && metadata.uid) {
    const why =
      `uid mismatch: the provided object specified uid ${String(metadata.uid)}, ` +
      'and no existing object was found';
    throw conflict(type, name!, why);
  }
  const { uid: _, resourceVersion: __, ...own } = metadata;
  const named = { ...applied, metadata: { ...own, name: name! } };
  const force = query.force === 'true' || query.force === '1';
  const object = applyOwned(type, live, named, writerOf(context, call), force);
  if (!live) {
    const placed = { ...object, metadata: { ...objectIn(object.metadata), ...placeOf(call) } };
    return storeNew(context, call, decodeObject(type, placed, context.minor, 'Ignore'));
  }
  const { uid, resourceVersion } = metadata;
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  const merged = { ...object, metadata: { ...objectIn(object.metadata), ...preconditions } };
  return storeChanged(context, call, live, merged, true);
}

function placeOf({ type, namespace }: Call): JsonObject {
  return type.namespaced ? { namespace } : {};
}

/** An apply needs the type of each field, whatever the parameter `fieldValidation` is. */
function checkDeclared({ minor }: ServerContext, call: Call, applied: JsonObject): void {
  const { type, name } = call;
  if (!isBatchKind(type)) return;
  const { problems } = decode(type.kind, applied, minor);
  if (problems.length === 0) return;
  const { namespace = '' } = objectIn(bodyOf(call).metadata);
  const where = `${String(namespace)}/${name!}`;
  const list = problems.map(({ kind, path, message }) =>
    kind === 'unknown-field'
      ? `.${path.toString()}: field not declared in schema`
      : `.${path.toString()}: ${message}`,
  );
  throw new StatusError(
    500,
    '',
    `failed to create typed patch object (${where}; ${apiVersionOf(type)}, Kind=${type.kind}): ` +
      (list.length === 1 ? list[0] : `errors:\n  ${list.join('\n  ')}`),
  );
}
