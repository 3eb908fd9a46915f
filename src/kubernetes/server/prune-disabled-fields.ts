import { Feature, isOn, onSince } from '../features';
import { FieldPath } from '../field-path';
import type { Finding } from '../rules/finding';
import { Struct, StructName, STRUCTS, structFieldsOf, Type } from '../schema/field';
import { gatesOf } from '../schema/gates';

/** Lifecycle fields that are removed if pruning leaves them empty. */
const REMOVED_IF_EMPTY = ['lifecycle', 'preStop', 'postStart'];

/** A struct without the fields of disabled features, and a finding for each removed field. */
export interface PruneResult<Name extends StructName> {
  readonly pruned: Struct<Name>;
  readonly dropped: Finding[];
}

/**
 * Removes the fields that the API server of a minor version drops because a feature is disabled.
 */
export function pruneDisabledFields<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
  when: 'create' | 'update' = 'create',
): PruneResult<Name> {
  if (!hasField(value, disabledFields(minor))) return { pruned: value, dropped: [] };
  const dropped: Finding[] = [];
  const drop = (path: FieldPath, feature: Feature) => {
    dropped.push({
      rule: 'field/dropped',
      severity: 'dropped',
      field: path.toString(),
      path: path.steps(),
      message:
        `requires the feature ${feature} (${onSince(feature)}); ` +
        `Kubernetes 1.${minor} drops the field without an error`,
      fix: 'remove the field, or deploy to a cluster that has the feature',
    });
  };
  const prune = (
    struct: StructName,
    original: Struct<StructName>,
    path: FieldPath,
  ): Struct<StructName> => {
    const current =
      struct === 'PodSpec'
        ? withoutRestartRules(
            withoutImageVolumes(original, minor, (i) =>
              drop(path.field('volumes').index(i), 'ImageVolume'),
            ),
            minor,
            (list, i, field) =>
              drop(path.field(list).index(i).field(field), 'ContainerRestartRules'),
          )
        : original;
    // Most structs have nothing to remove, so a struct is copied only when a field changes.
    let out: Record<string, unknown> | undefined;
    const change = (field: string, inner: unknown) => {
      out ??= { ...current };
      if (inner === undefined) delete out[field];
      else out[field] = inner;
    };
    for (const [field, feature] of gatesOf(struct)) {
      if (current[field as never] === undefined || isOn(feature, minor)) continue;
      // The API server keeps most fields of a jobTemplate and drops them from the Jobs. It does not
      // drop managedBy when a Job is updated, and then rejects the update.
      const isKept =
        struct === 'JobSpec' &&
        (name === 'CronJob' ? field !== 'scheduling' : when === 'update' && field === 'managedBy');
      if (isKept) continue;
      drop(path.field(field), feature);
      change(field, undefined);
    }
    if (
      struct === 'SecurityContext' &&
      (current as Struct<'SecurityContext'>).procMount !== undefined &&
      !isOn('ProcMountType', minor)
    ) {
      change('procMount', 'Default');
    }
    for (const { name: field, type } of structFieldsOf(struct)) {
      const inner = (out ?? (current as Record<string, unknown>))[field];
      if (inner === undefined) continue;
      const left = pruneType(type, inner, path.field(field));
      // A hook without a handler is removed.
      if (left !== inner) {
        change(
          field,
          REMOVED_IF_EMPTY.includes(field) && isEmpty(left as object) ? undefined : left,
        );
      }
    }
    return out ?? current;
  };
  const pruneType = (type: Type, inner: unknown, path: FieldPath): unknown => {
    if (type.kind === 'struct') return prune(type.name, inner as Struct<StructName>, path);
    if (type.kind !== 'list') return inner;
    let changed = false;
    const items = (inner as unknown[]).map((item, i) => {
      const left = pruneType(type.of, item, path.index(i));
      changed ||= left !== item;
      return left;
    });
    return changed ? items : inner;
  };
  return { pruned: prune(name, value, FieldPath.ROOT) as Struct<Name>, dropped };
}

const disabledFieldsCache = new Map<number, ReadonlySet<string>>();

/** The names of the fields that a minor version may drop, in any struct. */
function disabledFields(minor: number): ReadonlySet<string> {
  let fields = disabledFieldsCache.get(minor);
  if (!fields) {
    const gated = (Object.keys(STRUCTS) as StructName[])
      .flatMap(gatesOf)
      .filter(([, feature]) => !isOn(feature, minor))
      .map(([field]) => field);
    fields = new Set([
      ...gated,
      ...(isOn('ProcMountType', minor) ? [] : ['procMount']),
      ...(isOn('ImageVolume', minor) ? [] : ['image']),
      ...(minor === RESTART_RULES_ALPHA_MINOR ? ['restartPolicy', 'restartPolicyRules'] : []),
    ]);
    disabledFieldsCache.set(minor, fields);
  }
  return fields;
}

/** Returns whether a value has such a field at any depth: most manifests have none. */
function hasField(value: unknown, fields: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) {
    if (fields.has(key) || hasField((value as Record<string, unknown>)[key], fields)) return true;
  }
  return false;
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((field) => field === undefined);
}

/** Removes image volumes and their mounts, so the indexes of the volumes after them change. */
function withoutImageVolumes(
  spec: Struct<'PodSpec'>,
  minor: number,
  drop: (index: number) => void,
): Struct<'PodSpec'> {
  const images = new Set(
    (spec.volumes ?? []).filter(({ image }) => image).map(({ name = '' }) => name),
  );
  if (isOn('ImageVolume', minor) || images.size === 0) return spec;
  spec.volumes!.forEach(({ image }, i) => {
    if (image) drop(i);
  });
  const without = (containers: readonly Struct<'Container'>[] | undefined) =>
    containers?.map((container) => ({
      ...container,
      volumeMounts: container.volumeMounts?.filter(({ name = '' }) => !images.has(name)),
    }));
  return {
    ...spec,
    volumes: spec.volumes!.filter(({ image }) => !image),
    containers: without(spec.containers),
    initContainers: without(spec.initContainers),
    ephemeralContainers: without(spec.ephemeralContainers),
  };
}

/** The minor version that has restart rules of containers, but does not enable them by default. */
const RESTART_RULES_ALPHA_MINOR = 34;

/** Removes restart rules and restart policies of containers, except the policy of a sidecar. */
function withoutRestartRules(
  spec: Struct<'PodSpec'>,
  minor: number,
  drop: (list: string, index: number, field: string) => void,
): Struct<'PodSpec'> {
  if (minor !== RESTART_RULES_ALPHA_MINOR) return spec;
  const without = (list: 'containers' | 'initContainers' | 'ephemeralContainers') =>
    spec[list]?.map((container: Struct<'Container'>, i) => {
      const fields = (['restartPolicy', 'restartPolicyRules'] as const)
        .filter((field) => container[field] !== undefined)
        .filter(
          (field) =>
            !(
              list === 'initContainers' &&
              field === 'restartPolicy' &&
              container.restartPolicy === 'Always'
            ),
        );
      for (const field of fields) drop(list, i, field);
      return fields.length === 0
        ? container
        : Object.fromEntries(
            Object.entries(container).filter(([field]) => !fields.includes(field as never)),
          );
    });
  const left = {
    containers: without('containers'),
    initContainers: without('initContainers'),
    ephemeralContainers: without('ephemeralContainers'),
  };
  return {
    ...spec,
    ...Object.fromEntries(Object.entries(left).filter(([, containers]) => containers)),
  };
}
