/**
 * Writes src/kubernetes/schema/{job,pod,…}.ts from the Go types of every minor version that the
 * library knows, which are downloaded from the Go module proxy: the fields, their types, and the
 * versions that have them. e2e/agreement/schema.test.ts checks that the files are up to date.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goSource, RELEASES } from './go-sources';

/** The folder of the files that this script writes. */
export const SCHEMA_FOLDER = join(__dirname, '..', 'src', 'kubernetes', 'schema');

const SOURCES: [module: string, file: string][] = [
  ['k8s.io/api', 'batch/v1/types.go'],
  ['k8s.io/api', 'core/v1/types.go'],
  ['k8s.io/apimachinery', 'pkg/apis/meta/v1/types.go'],
  ['k8s.io/api', 'scheduling/v1alpha3/types.go'], // types that the Job of 1.37 refers to
];
/** Go types that have an encoding of their own or are another name for a plain type. */
const SCALARS: Record<string, string> = {
  'resource.Quantity': 'Quantity',
  'intstr.IntOrString': 'IntOrString',
  'metav1.Time': 'Time',
  Time: 'Time',
  FieldsV1: 'FieldsV1',
  'types.UID': 'string',
  string: 'string',
  bool: 'bool',
  int32: 'int32',
  int64: 'int64',
};

/** The files by name; a struct goes into the first file with a pattern that matches its name. */
const FILES: [file: string, description: string, structs: RegExp[]][] = [
  [
    'meta',
    'Metadata of every object',
    [/^(ObjectMeta|OwnerReference|ManagedFieldsEntry|LabelSelector|LabelSelectorRequirement)$/],
  ],
  [
    'job',
    'Job and CronJob',
    [
      /^(Job|CronJob|PodFailurePolicy|SuccessPolicy|UncountedTerminatedPods|ObjectReference)/,
      /^(WorkloadPodGroup|Gang|Basic)/,
    ],
  ],
  [
    'scheduling',
    'Where a Pod may run',
    [
      /Affinity|NodeSelector|Preferred|Toleration|TopologySpread|Scheduling|PodResourceClaim/,
      /WorkloadReference|Eviction|Disruption/,
    ],
  ],
  [
    'security',
    'What a Pod may do',
    [/Security|SELinux|Seccomp|AppArmor|Windows|Capabilities|Sysctl/],
  ],
  [
    'volume-plugins',
    'Volumes of one vendor or storage system; CSI drivers have replaced most of them',
    [
      /^(AWS|Azure|Ceph|Cinder|FC|Flex|Flocker|GCE|Git|Gluster|ISCSI)\w*VolumeSource$/,
      /^(Photon|Portworx|Quobyte|RBD|ScaleIO|StorageOS|Vsphere)\w*VolumeSource$/,
    ],
  ],
  [
    'volume',
    'What a Pod can mount',
    [
      /Volume(?!Mount|Device)|Projection|DownwardAPIVolumeFile|KeyToPath|TypedLocal|TypedObject/,
      /Secret(?!KeySelector|EnvSource)/,
    ],
  ],
  [
    'container',
    'A container',
    [
      /^Container|^Ephemeral|Env|KeySelector|FieldSelector|Mount|Device|Probe|Action|Header/,
      /Lifecycle|Resource/,
    ],
  ],
  ['pod', 'A Pod template', [/./]],
];

type Fields = Map<string, { type: string; printed: boolean }>;

function goTypes(minor: string): { structs: Map<string, string>; aliases: Map<string, string> } {
  const structs = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const [module, file] of SOURCES) {
    const text = goSource(module, `v0.${minor}`, file);
    if (text === undefined) continue;
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      structs.set(name, structs.get(name) ?? body);
    }
    for (const [, name, type] of text.matchAll(/^type (\w+) ((?!struct|interface)\S+)$/gm)) {
      aliases.set(name, type);
    }
  }
  return { structs, aliases };
}

/**
 * Every struct that a Job or CronJob can contain. The fields of an embedded struct are those of its
 * parent.
 */
function schemaOf(minor: string): Map<string, Fields> {
  const { structs, aliases } = goTypes(minor);
  const schema = new Map<string, Fields>();
  const typeOf = (go: string): string => {
    for (const prefix of ['*', '[]']) {
      if (go.startsWith(prefix)) return prefix + typeOf(go.slice(prefix.length));
    }
    const map = /^map\[\w+\](.+)$/.exec(go);
    if (map) return `map ${typeOf(map[1])}`;
    const plain = go.replace(/^(v1|corev1|metav1|schedulingv1alpha3)\./, '');
    if (SCALARS[go] ?? SCALARS[plain]) return SCALARS[go] ?? SCALARS[plain];
    const alias = aliases.get(plain);
    if (alias) return typeOf(alias);
    collect(plain);
    return plain;
  };
  const fieldsOf = (name: string): Fields => {
    const fields: Fields = new Map();
    const body = structs.get(name);
    if (!body) throw new Error(`no struct ${name} in ${minor}`);
    for (const line of body.split('\n')) {
      const match = /^\s*(?:\w+\s+)?([\w.*[\]]+)\s+`[^`]*json:"([^"]*)"/.exec(line);
      if (!match) continue;
      const [, type, tag] = match;
      const [field, ...options] = tag.split(',');
      if (options.includes('inline') || field === '') {
        if (!type.endsWith('TypeMeta')) {
          for (const [inner, value] of fieldsOf(type)) fields.set(inner, value);
        }
        continue;
      }
      fields.set(field, {
        type: typeOf(type),
        printed: !options.includes('omitempty') && !options.includes('omitzero'),
      });
    }
    return fields;
  };
  function collect(name: string): void {
    if (schema.has(name)) return;
    schema.set(name, new Map());
    schema.set(name, fieldsOf(name));
  }
  collect('Job');
  collect('CronJob');
  return schema;
}

interface VersionedField {
  readonly type: string;
  readonly printed: boolean;
  readonly since: number;
  readonly until: number;
}

/** The fields of every struct in all minor versions. */
function mergedSchema(
  minors: readonly (readonly [minor: number, schema: Map<string, Fields>])[],
): Map<string, Map<string, VersionedField>> {
  const merged = new Map<string, Map<string, VersionedField>>();
  for (const [minor, schema] of minors) {
    for (const [name, fields] of schema) {
      const known = merged.get(name) ?? merged.set(name, new Map()).get(name)!;
      for (const [field, { type, printed }] of fields) {
        // The newest release decides what is printed. The null dates that older releases print
        // carry no information.
        known.set(field, {
          type,
          printed: printed && !/Time$/.test(type),
          since: known.get(field)?.since ?? minor,
          until: minor,
        });
      }
    }
  }
  return merged;
}

/** Returns the source text of every file by its name. */
export function schemaSources(): Map<string, string> {
  const minors = RELEASES.map(
    (release) => [Number(release.split('.')[0]), schemaOf(release)] as const,
  );
  const [oldest, newest] = [minors[0][0], minors[minors.length - 1][0]];
  const structs = new Map<string, string[]>();
  for (const [name, fields] of [...mergedSchema(minors)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [file] = FILES.find(([, , patterns]) => patterns.some((each) => each.test(name)))!;
    const structSince = Math.min(...[...fields.values()].map(({ since }) => since));
    const lines = [...fields].map(([field, { type, printed, since, until }]) => {
      const versions =
        (since > oldest && since > structSince ? ` since ${since}` : '') +
        (until < newest ? ` until ${until}` : '');
      return `    ${field}: '${type}${printed ? ' printed' : ''}${versions}',\n`;
    });
    const body = lines.length === 0 ? '{}' : `{\n${lines.join('')}  }`;
    structs.set(file, [...(structs.get(file) ?? []), `  ${name}: ${body},\n`]);
  }
  return new Map(
    FILES.map(([file, description]) => [
      `${file}.ts`,
      `// Generated by \`npx projen schema\`. Do not edit; field.ts explains the notation.

/** ${description}. */
export const ${file.replace('-p', 'P')} = {
${structs.get(file)!.join('')}} as const;
`,
    ]),
  );
}

if (require.main === module) {
  for (const [file, text] of schemaSources()) writeFileSync(join(SCHEMA_FOLDER, file), text);
}
