import { FieldSet, parseFieldsV1, SEPARATOR, toFieldsV1 } from './field-set';
import { JsonObject, objectIn, objectsIn } from '../../../kubernetes/json';

/** A manager of fields: who wrote them, and how. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** When its set of fields last changed. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** The fields without a manager, since every object has them. */
const UNMANAGED = new Set(
  [
    'apiVersion',
    'kind',
    'metadata',
    ...[
      'name',
      'namespace',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'selfLink',
      'uid',
      'generation',
      'managedFields',
      'resourceVersion',
    ].map((name) => `metadata.${name}`),
  ].map((path) =>
    path
      .split('.')
      .map((name) => `f:${name}`)
      .join(SEPARATOR),
  ),
);

const MANAGED_FIELDS = `f:metadata${SEPARATOR}f:managedFields`;

/** Removes the fields that have no manager. */
export function managed(set: FieldSet): Set<string> {
  return new Set(
    [...set].filter((path) => !UNMANAGED.has(path) && !path.startsWith(MANAGED_FIELDS)),
  );
}

/** Two writes of one manager in one way have one entry. */
export function isSameManager(a: Manager, b: Manager): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.subresource === b.subresource
  );
}

export function readManagers(metadata: JsonObject): readonly Manager[] {
  return objectsIn(metadata.managedFields).map((entry) => ({
    name: String(entry.manager ?? ''),
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: String(entry.apiVersion ?? ''),
    ...(typeof entry.subresource === 'string' && { subresource: entry.subresource }),
    ...(typeof entry.time === 'string' && { time: entry.time }),
    fields: parseFieldsV1(objectIn(entry.fieldsV1)),
  }));
}

/** Returns `metadata.managedFields`; a manager without fields has no entry. */
export function writeManagers(managers: readonly Manager[]): readonly JsonObject[] | undefined {
  const entries = managers
    .filter(({ fields }) => fields.size > 0)
    .sort(byOperationAndTime)
    .map(({ name, operation, apiVersion, subresource, time, fields }) => ({
      manager: name,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource !== undefined && { subresource }),
    }));
  return entries.length > 0 ? entries : undefined;
}

function byOperationAndTime(a: Manager, b: Manager): number {
  const keyOf = ({ operation, time = '', name, subresource = '' }: Manager) =>
    [operation, time, name, subresource].join(SEPARATOR);
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
