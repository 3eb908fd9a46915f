import { compare, Comparison } from './compare';
import {
  difference,
  FieldSet,
  fieldsSetBy,
  formatPath,
  union,
  withParentFields,
} from './field-set';
import { isSameManager, managed, Manager, readManagers, writeManagers } from './managers';
import { mergeApplied, withoutFields } from './merge';
import { mergeTypeOf } from './merge-type';
import { isDeepEqual } from '../../../kubernetes/deep-equal';
import type { JsonObject } from '../../../kubernetes/json';
import { objectIn } from '../../../kubernetes/json';
import { apiVersionOf, ResourceType } from '../../store/resource-type';
import { StatusError } from '../../store/status-error';

/** Who writes: the parameter `fieldManager`, the kind of write, and the current time. */
export interface Writer {
  readonly manager: string;
  readonly subresource?: string;
  /** RFC 3339, in seconds. */
  readonly time: string;
}

/** Owns what an object had when it was applied for the first time. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/**
 * Returns an object with the managers of its fields after a create, update or patch: the writer
 * manages what it changed, and no other manager does any more.
 *
 * @param live the object before; for a new one, what the kind has when it is empty
 * @param next the object after, with its defaults
 */
export function ownUpdated<T extends JsonObject>(
  type: ResourceType,
  live: JsonObject,
  next: T,
  writer: Writer,
): T {
  const me: Manager = {
    name: writer.manager,
    operation: 'Update',
    apiVersion: apiVersionOf(type),
    subresource: writer.subresource,
    fields: new Set(),
  };
  const comparison = managedOnly(compareWithout(live, next, type, writer.subresource));
  const before = currentManagers(live, next);
  const mine = before.find((manager) => isSameManager(manager, me))?.fields ?? new Set<string>();
  const fields = union(difference(mine, comparison.removed), [
    ...comparison.modified,
    ...comparison.added,
  ]);
  const others = release(before, me, comparison);
  return withManagers(next, before, others, { ...me, fields }, writer.time);
}

/**
 * Applies an object as one manager: it sets the fields in it, and removes those that this manager
 * set before and no other manages.
 *
 * @param live the object before, or undefined if it does not exist
 * @throws StatusError Conflict if another manager has set a field to another value
 */
export function applyOwned(
  type: ResourceType,
  live: JsonObject | undefined,
  applied: JsonObject,
  writer: Writer,
  force: boolean,
): JsonObject {
  const mergeType = mergeTypeOf(type);
  const me: Manager = {
    name: writer.manager,
    operation: 'Apply',
    apiVersion: apiVersionOf(type),
    subresource: writer.subresource,
    fields: managed(fieldsSetBy(applied, mergeType)),
  };
  const base = live ?? { apiVersion: applied.apiVersion, kind: applied.kind, metadata: {} };
  let before = readManagers(objectIn(base.metadata));
  if (live && before.length === 0) {
    const all = managed(fieldsSetBy(live, mergeType));
    before = [{ ...me, name: BEFORE_FIRST_APPLY, operation: 'Update', fields: all }];
  }
  const last = before.find((manager) => isSameManager(manager, me));
  const others = before.filter((manager) => !isSameManager(manager, me));
  const merged = mergeApplied(base, applied, mergeType);
  const owned = withParentFields(
    [me, ...others].reduce<FieldSet>((all, { fields }) => union(all, fields), new Set()),
  );
  const abandoned = last ? difference(withParentFields(last.fields), owned) : new Set<string>();
  const pruned = withoutFields(merged, abandoned, mergeType);
  const comparison = managedOnly(compare(base, pruned, mergeType));
  if (!force) rejectConflicts(others, comparison);
  return withManagers(pruned, before, release(others, me, comparison), me, writer.time);
}

function rejectConflicts(others: readonly Manager[], { modified, added }: Comparison): void {
  const conflicts = others
    .map((manager) => ({
      manager,
      fields: [...manager.fields].filter((path) => modified.has(path) || added.has(path)).sort(),
    }))
    .filter(({ fields }) => fields.length > 0);
  if (conflicts.length === 0) return;
  const causes = conflicts.flatMap(({ manager, fields }) =>
    fields.map((path) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describe(manager)}`,
      field: formatPath(path),
    })),
  );
  const count = causes.length;
  const list =
    count === 1
      ? `${causes[0].message}: ${causes[0].field}`
      : conflicts
          .map(({ manager, fields }) => {
            const lines = fields.map((path) => `\n- ${formatPath(path)}`).join('');
            return `conflicts with ${describe(manager)}:${lines}`;
          })
          .join('\n');
  const message = `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: ${list}`;
  throw new StatusError(409, 'Conflict', message, { causes });
}

function describe({ name, operation, apiVersion, subresource }: Manager): string {
  const by = JSON.stringify(name) + (subresource ? ` with subresource "${subresource}"` : '');
  return operation === 'Update' ? `${by} using ${apiVersion}` : by;
}

/** Returns the managers but one, without the fields that it has changed or removed. */
function release(
  managers: readonly Manager[],
  me: Manager,
  { added, modified, removed }: Comparison,
): Manager[] {
  const changed = union(union(added, modified), removed);
  return managers
    .filter((manager) => !isSameManager(manager, me))
    .map((manager) => ({ ...manager, fields: difference(manager.fields, changed) }));
}

/** A client that sends the managers along has read them; others keep those of the live object. */
function currentManagers(live: JsonObject, next: JsonObject): readonly Manager[] {
  const sent = objectIn(next.metadata).managedFields;
  return readManagers(Array.isArray(sent) ? objectIn(next.metadata) : objectIn(live.metadata));
}

/** A write of the main resource does not touch the status, and the other way round. */
function compareWithout(
  live: JsonObject,
  next: JsonObject,
  type: ResourceType,
  subresource: string | undefined,
): Comparison {
  const ignored = subresource === 'status' ? 'spec' : 'status';
  if (type.hasStatus === false) return compare(live, next, mergeTypeOf(type));
  const { [ignored]: _, ...before } = live;
  const { [ignored]: __, ...after } = next;
  return compare(before, after, mergeTypeOf(type));
}

function managedOnly({ added, modified, removed }: Comparison): Comparison {
  return { added: managed(added), modified: managed(modified), removed: managed(removed) };
}

/** Only the writer has a new time, and only if its fields are not the same as before. */
function withManagers<T extends JsonObject>(
  object: T,
  before: readonly Manager[],
  others: readonly Manager[],
  me: Manager,
  time: string,
): T {
  const old = before.find((manager) => isSameManager(manager, me));
  const isUnchanged = old && isDeepEqual([...old.fields].sort(), [...me.fields].sort());
  const timed = [
    ...others.map((manager) => ({ ...manager, time: manager.time ?? time })),
    { ...me, time: isUnchanged ? old.time : time },
  ];
  const managedFields = writeManagers(timed);
  return { ...object, metadata: { ...objectIn(object.metadata), managedFields } };
}
