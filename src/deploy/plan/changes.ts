import { isDeepEqual } from '../../kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject, objectIn } from '../../kubernetes/json';
import { JOB_OWNED_LABELS } from '../../kubernetes/well-known-labels';
import { withoutHeldTtl } from '../apply/hold-ttl';
import type { KubeObject } from '../kube/objects';

/** A field that an apply changes. */
export interface Change {
  /** Where it is: `spec.template.spec.containers[main].image`. */
  readonly path: string;
  /** What stands there. @default nothing */
  readonly from?: Json;
  /** What will stand there. @default nothing */
  readonly to?: Json;
}

/** What the server writes by itself, and what differs from run to run of the same Job. */
const ASSIGNED = [
  'name',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
  'finalizers',
];
const MASK = '***';

/**
 * What differs between an object as it is and as it will be, each as the server has it or would have it. Of Secrets only that a value differs is told;
 * that a deploy holds a TTL back for a while is its own business.
 */
export function changesBetween(live: KubeObject, result: KubeObject): Change[] {
  const from = described(withoutHeldTtl(live));
  const changes = between('', from, described(result));
  return from.kind === 'Secret' ? changes.map(masked) : changes;
}

/** An object without what is not of its author's making. */
function described(object: KubeObject): JsonObject {
  const { status: _, metadata, spec, ...others } = object as unknown as JsonObject;
  const own = Object.fromEntries(
    Object.entries(objectIn(metadata)).filter(([field]) => !ASSIGNED.includes(field)),
  );
  return {
    ...others,
    metadata: withoutAssignedLabels(own),
    ...(spec !== undefined && { spec: others.kind === 'Job' ? jobSpec(objectIn(spec)) : spec }),
  };
}

function jobSpec({ selector, template, ...others }: JsonObject): JsonObject {
  const { metadata, ...pod } = objectIn(template);
  return {
    ...others,
    ...(others.manualSelector === true && { selector }),
    template: { ...pod, metadata: withoutAssignedLabels(objectIn(metadata)) },
  };
}

function withoutAssignedLabels({ labels, ...others }: JsonObject): JsonObject {
  const own = Object.entries(objectIn(labels)).filter(
    ([label]) => !JOB_OWNED_LABELS.includes(label),
  );
  return { ...others, ...(own.length > 0 && { labels: Object.fromEntries(own) }) };
}

function between(path: string, from: Json | undefined, to: Json | undefined): Change[] {
  if (isJsonObject(from) && isJsonObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) => between(step(path, key), from[key], to[key]));
  }
  const fromNamed = byName(from);
  const toNamed = byName(to);
  if (fromNamed && toNamed) {
    return [...new Set([...fromNamed.keys(), ...toNamed.keys()])].flatMap((name) =>
      between(`${path}[${name}]`, fromNamed.get(name), toNamed.get(name)),
    );
  }
  return isDeepEqual(from, to) ? [] : [{ path, from, to }];
}

/** The server tells the items of most lists of objects apart by their names. */
function byName(value: Json | undefined): ReadonlyMap<string, JsonObject> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items = new Map(
    (value as readonly Json[]).map((item) => [objectIn(item).name, item as JsonObject]),
  );
  return items.size === value.length && [...items.keys()].every((name) => typeof name === 'string')
    ? (items as ReadonlyMap<string, JsonObject>)
    : undefined;
}

function step(path: string, key: string): string {
  if (/^[\w$]+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${key}]`;
}

function masked({ path, from, to }: Change): Change {
  if (!/^(data|stringData)\b/.test(path)) return { path, from, to };
  return { path, ...(from !== undefined && { from: MASK }), ...(to !== undefined && { to: MASK }) };
}
