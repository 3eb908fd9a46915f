import { Feature, isOn, onSince } from '../features';
import { FieldPath } from '../field-path';
import type { Finding } from '../rules/finding';
import { Struct, StructName, structFieldsOf, Type } from '../schema/field';
import { gatesOf } from '../schema/gates';

const EMPTY_IS_NOTHING = ['lifecycle', 'preStop', 'postStart'];

export interface Kept<Name extends StructName> {
  readonly kept: Struct<Name>;
  readonly dropped: Finding[];
}

/** What is left of a struct once the server of a minor has dropped what it has no feature for, and what that was. */
export function pruneDisabledFields<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
  when: 'create' | 'update' = 'create',
): Kept<Name> {
  const dropped: Finding[] = [];
  const drop = (path: FieldPath, feature: Feature) => {
    dropped.push({
      rule: 'field/dropped',
      severity: 'dropped',
      field: path.toString(),
      path: path.steps(),
      message: `is kept ${onSince(feature)} (feature ${feature}), and Kubernetes 1.${minor} drops it in silence`,
      fix: 'leave it out, or deploy to a cluster that keeps it',
    });
  };
  const strip = (
    struct: StructName,
    found: Struct<StructName>,
    path: FieldPath,
  ): Struct<StructName> => {
    const held =
      struct === 'PodSpec'
        ? withoutRestartRules(
            withoutImageVolumes(found, minor, (i) =>
              drop(path.field('volumes').index(i), 'ImageVolume'),
            ),
            minor,
            (holder, i, field) =>
              drop(path.field(holder).index(i).field(field), 'ContainerRestartRules'),
          )
        : found;
    // Almost always there is nothing to drop, so only what changes is copied.
    let out: Record<string, unknown> | undefined;
    const change = (field: string, inner: unknown) => {
      out ??= { ...held };
      if (inner === undefined) delete out[field];
      else out[field] = inner;
    };
    for (const [field, feature] of gatesOf(struct)) {
      if (held[field as never] === undefined || isOn(feature, minor)) continue;
      // What a CronJob has for its Jobs is mostly dropped when the Jobs are made, not from the template.
      // When a Job is changed, the server forgets to look at managedBy, and then refuses the change.
      const later =
        struct === 'JobSpec' &&
        (name === 'CronJob' ? field !== 'scheduling' : when === 'update' && field === 'managedBy');
      if (later) continue;
      drop(path.field(field), feature);
      change(field, undefined);
    }
    if (
      struct === 'SecurityContext' &&
      (held as Struct<'SecurityContext'>).procMount !== undefined &&
      !isOn('ProcMountType', minor)
    ) {
      change('procMount', 'Default');
    }
    for (const { name: field, type } of structFieldsOf(struct)) {
      const inner = (out ?? (held as Record<string, unknown>))[field];
      if (inner === undefined) continue;
      const left = stripType(type, inner, path.field(field));
      // A hook that has lost what it did goes too.
      if (left !== inner) {
        change(
          field,
          EMPTY_IS_NOTHING.includes(field) && isEmpty(left as object) ? undefined : left,
        );
      }
    }
    return out ?? held;
  };
  const stripType = (type: Type, held: unknown, path: FieldPath): unknown => {
    if (type.kind === 'struct') return strip(type.name, held as Struct<StructName>, path);
    if (type.kind !== 'list') return held;
    let changed = false;
    const items = (held as unknown[]).map((item, i) => {
      const left = stripType(type.of, item, path.index(i));
      changed ||= left !== item;
      return left;
    });
    return changed ? items : held;
  };
  return { kept: strip(name, value, FieldPath.ROOT) as Struct<Name>, dropped };
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((held) => held === undefined);
}

/** Volumes of images go whole, and with them what mounts them. (What comes after them is then counted without them.) */
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

/** The minor that knew restart rules of containers before it had them on by default. */
const MINOR_OF_RULES = 34;

/** A restart policy of a container goes with the rules, but that of a sidecar, which was there before. */
function withoutRestartRules(
  spec: Struct<'PodSpec'>,
  minor: number,
  drop: (holder: string, index: number, field: string) => void,
): Struct<'PodSpec'> {
  if (minor !== MINOR_OF_RULES) return spec;
  const without = (holder: 'containers' | 'initContainers' | 'ephemeralContainers') =>
    spec[holder]?.map((container: Struct<'Container'>, i) => {
      const fields = (['restartPolicy', 'restartPolicyRules'] as const)
        .filter((field) => container[field] !== undefined)
        .filter(
          (field) =>
            !(
              holder === 'initContainers' &&
              field === 'restartPolicy' &&
              container.restartPolicy === 'Always'
            ),
        );
      for (const field of fields) drop(holder, i, field);
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
