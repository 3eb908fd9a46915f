import type { Feature } from '../features';
import { isOn } from '../features';
import { FieldPath } from '../field-path';
import { fieldsOf, Struct, StructName, structFieldsOf } from '../schema/field';
import { HANDLERS, setFields, VOLUME_SOURCES } from '../schema/unions';

/** What one check is about, and what it has found so far. */
export class Subject {
  private readonly refusedAt = new Set<FieldPath>();

  public constructor(
    public readonly kind: 'Job' | 'CronJob',
    public readonly minor: number,
    /** What was written, before the server fills in the rest. */
    public readonly written: Struct<'Job'> | Struct<'CronJob'>,
    /** What is there already, where it is to be changed. */
    public readonly old?: Struct<'Job'> | Struct<'CronJob'>,
  ) {}

  public has(feature: Feature): boolean {
    return isOn(feature, this.minor);
  }

  public refuse(path: FieldPath): void {
    for (let at: FieldPath | undefined = path; at; at = at.parent) this.refusedAt.add(at);
  }

  /** Whether the server has something against what is at a path or in it. */
  public isRefused(path: FieldPath): boolean {
    return this.refusedAt.has(path);
  }
}

/** A struct in a manifest, with the way to it. */
export class Node<Name extends StructName = StructName> {
  private readonly inner = new Map<string, readonly Node[]>();

  public constructor(
    public readonly struct: Name,
    public readonly value: Struct<Name>,
    public readonly path: FieldPath,
    public readonly subject: Subject,
    public readonly parent?: Node,
    /** The field of the parent that holds it. */
    public readonly holder = '',
  ) {}

  /** The path of a field. */
  public at(field: keyof Struct<Name> & string): FieldPath {
    return this.path.field(
      field,
      (SPELLED[this.struct] as Record<string, string> | undefined)?.[field],
    );
  }

  public in<Outer extends StructName>(struct: Outer): Node<Outer> | undefined {
    for (let node: Node | undefined = this.parent; node; node = node.parent) {
      if (node.struct === struct) return node as unknown as Node<Outer>;
    }
    return undefined;
  }

  /** The structs in a field: the same nodes each time. */
  public nodes<Field extends keyof Struct<Name> & string>(field: Field): readonly Node[] {
    let nodes = this.inner.get(field);
    if (!nodes) this.inner.set(field, (nodes = this.nodesIn(field)));
    return nodes;
  }

  private nodesIn<Field extends keyof Struct<Name> & string>(field: Field): Node[] {
    const { type } = fieldsOf(this.struct).get(field)!;
    const held = this.value[field] as unknown;
    if (held === undefined) return [];
    if (type.kind === 'struct') return [this.child(type.name, held, this.at(field), field)];
    if (type.kind !== 'list' || type.of.kind !== 'struct') return [];
    const { name } = type.of;
    return (held as unknown[]).map((item, i) => {
      const path = this.at(field).index(i);
      return this.child(
        name,
        item,
        this.subject.minor <= (UNINDEXED[name] ?? 0) ? path.unspelled() : path,
        field,
      );
    });
  }

  private child(struct: StructName, value: unknown, path: FieldPath, holder: string): Node {
    return new Node(
      struct,
      value as Struct<StructName>,
      path,
      this.subject,
      this as unknown as Node,
      holder,
    ) as Node;
  }
}

/** Fields that the server has other words for. */
const SPELLED: {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: string };
} = {
  PodTemplateSpec: { metadata: '' },
  Volume: { gcePersistentDisk: 'persistentDisk' },
  DownwardAPIVolumeSource: { items: '' },
  DownwardAPIProjection: { items: '' },
  ISCSIVolumeSource: { initiatorName: 'initiatorname' },
};

/** Structs that the server names without saying which of the list it means, and until which minor. */
const UNINDEXED: { readonly [Name in StructName]?: number } = {
  DownwardAPIVolumeFile: Infinity,
  OwnerReference: 36,
};

/** Calls `visit` for a struct and for all that it holds, outer before inner, in the order of the schema. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const { name: field } of structFieldsOf(node.struct)) {
    if ((node.value as Record<string, unknown>)[field] === undefined || !isLookedAt(node, field)) {
      continue;
    }
    for (const inner of node.nodes(field as never)) walk(inner, visit);
  }
}

const PROBES_AND_HOOKS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** What the server does not look into, no rule is asked about. */
function isLookedAt({ struct, value, holder, parent }: Node, field: string): boolean {
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
      return (
        !(VOLUME_SOURCES as readonly string[]).includes(field) ||
        setFields(value, VOLUME_SOURCES)[0] === field
      );
    case 'ClusterTrustBundleProjection': {
      const { name, signerName } = value as Struct<'ClusterTrustBundleProjection'>;
      return field !== 'labelSelector' || (name === undefined && signerName !== undefined);
    }
    case 'DownwardAPIVolumeFile':
      return (
        field !== 'resourceFieldRef' ||
        (value as Struct<'DownwardAPIVolumeFile'>).fieldRef === undefined
      );
    case 'Probe':
    case 'LifecycleHandler':
      return (
        !(HANDLERS as readonly string[]).includes(field) || setFields(value, HANDLERS)[0] === field
      );
    case 'Container':
    case 'EphemeralContainer':
      if (!PROBES_AND_HOOKS.includes(field)) return true;
      return (
        holder === 'containers' ||
        (holder === 'initContainers' && (value as Struct<'Container'>).restartPolicy === 'Always')
      );
    default:
      return true;
  }
}
