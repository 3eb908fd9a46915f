import { isDeepEqual } from '../../kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject, objectIn } from '../../kubernetes/json';
import { JOB_OWNED_LABELS } from '../../kubernetes/well-known-labels';
import { withoutHeldTtl } from '../apply/hold-ttl';
import type { KubeObject } from '../kube/objects';

/** A field that an apply would change. */
export interface Change {
  /** Path of the field, such as `spec.template.spec.containers[main].image`. */
  readonly path: string;
  /** The current value. @default the field is not set */
  readonly from?: Json;
  /** The new value. @default the field is removed */
  readonly to?: Json;
}

/** Metadata that the server sets, or that differs between runs of a Job. */
const SERVER_METADATA = [
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
 * Returns the differences between an object in the cluster and the result of a dry run. Values of a
 * Secret are masked. A TTL that a deploy holds for a while counts as the Job's own.
 */
export function changesBetween(live: KubeObject, result: KubeObject): Change[] {
  const from = authored(withoutHeldTtl(live));
  const changes = between('', from, authored(result));
  return from.kind === 'Secret' ? changes.map(masked) : changes;
}

/** Returns an object without the fields that its author does not set. */
function authored(object: KubeObject): JsonObject {
  const { status: _, metadata, spec, ...others } = object as unknown as JsonObject;
  const own = Object.fromEntries(
    Object.entries(objectIn(metadata)).filter(([field]) => !SERVER_METADATA.includes(field)),
  );
  return {
    ...others,
    metadata: withoutControllerLabels(own),
    ...(spec !== undefined && { spec: others.kind === 'Job' ? jobSpec(objectIn(spec)) : spec }),
  };
}

function jobSpec({ selector, template, ...others }: JsonObject): JsonObject {
  const { metadata, ...pod } = objectIn(template);
  return {
    ...others,
    ...(others.manualSelector === true && { selector }),
    template: { ...pod, metadata: withoutControllerLabels(objectIn(metadata)) },
  };
}

function withoutControllerLabels({ labels, ...others }: JsonObject): JsonObject {
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
    return [
      ...[...new Set([...fromNamed.keys(), ...toNamed.keys()])].flatMap((name) =>
        between(`${path}[${name}]`, fromNamed.get(name), toNamed.get(name)),
      ),
      ...orderBetween(path, fromNamed, toNamed),
    ];
  }
  return isDeepEqual(from, to) ? [] : [{ path, from, to }];
}

/** Order matters: of init containers, and of variables that refer to each other. */
function orderBetween(
  path: string,
  fromNamed: ReadonlyMap<string, unknown>,
  toNamed: ReadonlyMap<string, unknown>,
): Change[] {
  const from = [...fromNamed.keys()].filter((name) => toNamed.has(name));
  const to = [...toNamed.keys()].filter((name) => fromNamed.has(name));
  return isDeepEqual(from, to) ? [] : [{ path: `${path}[*].name`, from, to }];
}

/** Most lists of objects in the API are maps by `name`. */
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

/** kubectl keeps a copy of the object in an annotation, and other tools in theirs. */
function masked({ path, from, to }: Change): Change {
  if (!/^(data|stringData|metadata\.annotations)\b/.test(path)) return { path, from, to };
  return { path, ...(from !== undefined && { from: MASK }), ...(to !== undefined && { to: MASK }) };
}
