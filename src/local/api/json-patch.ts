import { isDeepEqual } from '../../kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject } from '../../kubernetes/json';
import type { ResourceType } from '../store/resource-type';
import { invalid, StatusError } from '../store/status-error';

/** Applies a JSON patch (RFC 6902). @throws StatusError Invalid if an operation is not possible */
export function jsonPatch(type: ResourceType, name: string, object: Json, patch: Json): JsonObject {
  if (!Array.isArray(patch)) throw notPossible(type, name, 'a JSON patch must be a list');
  const patched = (patch as readonly JsonObject[]).reduce(
    (current, operation) => applyOperation(type, name, current, operation),
    object,
  );
  if (!isJsonObject(patched)) throw notPossible(type, name, 'the result must be an object');
  return patched;
}

function applyOperation(type: ResourceType, name: string, object: Json, operation: JsonObject) {
  const { op, path, from, value = null } = operation;
  const fail = (why: string) =>
    notPossible(type, name, `${String(op)} operation at ${JSON.stringify(path)}: ${why}`);
  const read = (pointer: Json | undefined): Json => {
    const found = stepsOf(pointer, fail).reduce<Json | undefined>(childAt, object);
    if (found === undefined) throw fail(`${JSON.stringify(pointer)} does not exist`);
    return found;
  };
  const change = (target: Json, pointer: Json | undefined, edit: Edit) =>
    edited(target, stepsOf(pointer, fail), edit, fail);
  switch (op) {
    case 'add':
      return change(object, path, { kind: 'add', value });
    case 'remove':
      return change(object, path, { kind: 'remove' });
    case 'replace':
      read(path);
      return change(object, path, { kind: 'replace', value });
    case 'move':
      return change(change(object, from, { kind: 'remove' }), path, {
        kind: 'add',
        value: read(from),
      });
    case 'copy':
      return change(object, path, { kind: 'add', value: read(from) });
    case 'test':
      if (!isDeepEqual(read(path), value)) throw fail('the value differs');
      return object;
    default:
      throw fail('unknown operation');
  }
}

type Edit =
  { readonly kind: 'add' | 'replace'; readonly value: Json } | { readonly kind: 'remove' };
type Fail = (why: string) => StatusError;

function stepsOf(pointer: Json | undefined, fail: Fail): string[] {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) throw fail('not a JSON pointer');
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childAt(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function edited(target: Json, [step, ...rest]: string[], edit: Edit, fail: Fail): Json {
  if (step === undefined) {
    if (edit.kind === 'remove') throw fail('the object itself cannot be removed');
    return edit.value;
  }
  if (Array.isArray(target)) {
    const list = [...(target as readonly Json[])];
    const isEnd = rest.length === 0 && edit.kind === 'add';
    const index = step === '-' && isEnd ? list.length : Number(step);
    if (!/^(-|\d+)$/.test(step) || index >= list.length + (isEnd ? 1 : 0)) {
      throw fail(`the list has no entry ${step}`);
    }
    if (rest.length > 0) list[index] = edited(list[index], rest, edit, fail);
    else if (edit.kind === 'remove') list.splice(index, 1);
    else list.splice(index, edit.kind === 'add' ? 0 : 1, edit.value);
    return list;
  }
  if (!isJsonObject(target)) throw fail(`${JSON.stringify(step)} is not in an object`);
  const child = childAt(target, step);
  if (rest.length > 0) {
    if (child === undefined) throw fail(`${JSON.stringify(step)} does not exist`);
    return { ...target, [step]: edited(child, rest, edit, fail) };
  }
  if (edit.kind !== 'remove') return { ...target, [step]: edit.value };
  if (child === undefined) throw fail('the field does not exist');
  const { [step]: _, ...others } = target;
  return others;
}

function notPossible(type: ResourceType, name: string, message: string): StatusError {
  return invalid(type, name, [{ reason: 'FieldValueInvalid', field: 'patch', message }]);
}
