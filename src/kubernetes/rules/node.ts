import type { CheckContext } from './check-context';
import type { FieldPath } from '../field-path';
import { fieldsOf, Struct, StructName, structFieldsOf } from '../schema/field';
import { HANDLERS, VOLUME_SOURCES } from '../schema/unions';

/** A struct in a manifest, with its path and its parent. */
export class Node<Name extends StructName = StructName> {
  private childrenByField?: Map<string, readonly Node[]>;

  public constructor(
    public readonly struct: Name,
    public readonly value: Struct<Name>,
    public readonly path: FieldPath,
    public readonly context: CheckContext,
    public readonly parent?: Node,
    /** The field of the parent that contains this struct. */
    public readonly parentField = '',
  ) {}

  /** Returns the path of a field. */
  public at(field: keyof Struct<Name> & string): FieldPath {
    const spelling = SERVER_SPELLING[this.struct] as Record<string, string> | undefined;
    return this.path.field(field, spelling?.[field]);
  }

  /** Returns the closest struct of a type that contains this one. */
  public ancestor<Outer extends StructName>(struct: Outer): Node<Outer> | undefined {
    for (let node: Node | undefined = this.parent; node; node = node.parent) {
      if (node.struct === struct) return node as unknown as Node<Outer>;
    }
    return undefined;
  }

  /** Returns the structs in a field. Every call returns the same nodes. */
  public children<Field extends keyof Struct<Name> & string>(field: Field): readonly Node[] {
    let children = this.childrenByField?.get(field);
    if (!children) {
      children = this.createChildren(field);
      (this.childrenByField ??= new Map()).set(field, children);
    }
    return children;
  }

  private createChildren<Field extends keyof Struct<Name> & string>(field: Field): Node[] {
    const { type } = fieldsOf(this.struct).get(field)!;
    const value = this.value[field] as unknown;
    if (value === undefined) return [];
    if (type.kind === 'struct') return [this.child(type.name, value, this.at(field), field)];
    if (type.kind !== 'list' || type.of.kind !== 'struct') return [];
    const { name } = type.of;
    const withoutIndex = this.context.minor <= (LAST_MINOR_WITHOUT_INDEX[name] ?? 0);
    return (value as unknown[]).map((item, i) => {
      const path = this.at(field).index(i);
      return this.child(name, item, withoutIndex ? path.hideLastStep() : path, field);
    });
  }

  private child(struct: StructName, value: unknown, path: FieldPath, field: string): Node {
    return new Node(
      struct,
      value as Struct<StructName>,
      path,
      this.context,
      this as unknown as Node,
      field,
    ) as Node;
  }
}

/** Fields that the API server spells differently in its errors. */
const SERVER_SPELLING: {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: string };
} = {
  PodTemplateSpec: { metadata: '' },
  Volume: { gcePersistentDisk: 'persistentDisk' },
  DownwardAPIVolumeSource: { items: '' },
  DownwardAPIProjection: { items: '' },
  ISCSIVolumeSource: { initiatorName: 'initiatorname' },
};

/**
 * Structs of lists for which the errors of the API server contain no index, with the last minor
 * version of Kubernetes that omits it.
 */
const LAST_MINOR_WITHOUT_INDEX: { readonly [Name in StructName]?: number } = {
  DownwardAPIVolumeFile: Infinity,
  OwnerReference: 36,
};

/** Calls `visit` for a struct and all structs in it, parents first, in the order of the schema. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const { name: field } of structFieldsOf(node.struct)) {
    const value = (node.value as Record<string, unknown>)[field];
    if (value === undefined || !isValidated(node, field)) continue;
    for (const child of node.children(field as never)) walk(child, visit);
  }
}

const PROBES_AND_HOOKS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** Returns whether the API server validates the contents of a field. */
function isValidated({ struct, value, parentField, parent }: Node, field: string): boolean {
  switch (struct) {
    case 'Job':
    case 'CronJob':
      return field !== 'status';
    case 'JobTemplateSpec':
    case 'PersistentVolumeClaimTemplate':
      return field !== 'metadata';
    case 'JobSpec':
      return !(field === 'selector' && parent?.struct === 'JobTemplateSpec');
    case 'ObjectMeta':
      return (
        field !== 'managedFields' &&
        !(parent?.struct === 'PodTemplateSpec' && field === 'ownerReferences')
      );
    case 'Volume':
      return isFirstSet(value, field, VOLUME_SOURCES);
    case 'ClusterTrustBundleProjection': {
      const { name, signerName } = value as Struct<'ClusterTrustBundleProjection'>;
      return field !== 'labelSelector' || (name === undefined && signerName !== undefined);
    }
    case 'DownwardAPIVolumeFile': {
      const { fieldRef } = value as Struct<'DownwardAPIVolumeFile'>;
      return field !== 'resourceFieldRef' || fieldRef === undefined;
    }
    case 'Probe':
    case 'LifecycleHandler':
      return isFirstSet(value, field, HANDLERS);
    case 'Container':
    case 'EphemeralContainer': {
      if (!PROBES_AND_HOOKS.includes(field)) return true;
      const isSidecar =
        parentField === 'initContainers' &&
        (value as Struct<'Container'>).restartPolicy === 'Always';
      return parentField === 'containers' || isSidecar;
    }
    default:
      return true;
  }
}

/** Returns whether a field is not one of a union, or is the first of the union that is set. */
function isFirstSet(value: object, field: string, union: readonly string[]): boolean {
  for (const other of union) {
    if (other === field) return true;
    if ((value as Record<string, unknown>)[other] !== undefined) return !union.includes(field);
  }
  return true;
}
