/**
 * Writes src/kubernetes/schema/{job,pod,…}.ts from the Go types of every minor that the library knows, as the Go module proxy
 * has them: which fields there are, of what type, and since which minor. Facts only; e2e/agreement/schema.test.ts says
 * whether they are still so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goSource, RELEASES } from './go-sources';

const SOURCES: [module: string, file: string][] = [
  ['k8s.io/api', 'batch/v1/types.go'],
  ['k8s.io/api', 'core/v1/types.go'],
  ['k8s.io/apimachinery', 'pkg/apis/meta/v1/types.go'],
  ['k8s.io/api', 'scheduling/v1alpha3/types.go'], // what 1.37's Job takes over from there
];
/** Types with an encoding of their own, and names that hide plain ones. */
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
const ROOMS: [room: string, what: string, structs: RegExp][] = [
  [
    'meta',
    'What all objects have',
    /^(ObjectMeta|OwnerReference|ManagedFieldsEntry|LabelSelector|LabelSelectorRequirement)$/,
  ],
  [
    'job',
    'Job and CronJob',
    /^(Job|CronJob|PodFailurePolicy|SuccessPolicy|UncountedTerminatedPods|ObjectReference|WorkloadPodGroup|Gang|Basic)/,
  ],
  [
    'scheduling',
    'Where a Pod may run',
    /Affinity|NodeSelector|Preferred|Toleration|TopologySpread|Scheduling|PodResourceClaim|WorkloadReference|Eviction|Disruption/,
  ],
  [
    'security',
    'What a Pod may do',
    /Security|SELinux|Seccomp|AppArmor|Windows|Capabilities|Sysctl/,
  ],
  [
    'volume-plugins',
    'Volumes of single vendors and kinds of storage, most of which CSI drivers have taken over',
    /^(AWS|Azure|Ceph|Cinder|FC|Flex|Flocker|GCE|Git|Gluster|ISCSI|Photon|Portworx|Quobyte|RBD|ScaleIO|StorageOS|Vsphere)\w*VolumeSource$/,
  ],
  [
    'volume',
    'What a Pod can mount',
    /Volume(?!Mount|Device)|Projection|DownwardAPIVolumeFile|KeyToPath|TypedLocal|TypedObject|Secret(?!KeySelector|EnvSource)/,
  ],
  [
    'container',
    'A container',
    /^Container|^Ephemeral|Env|KeySelector|FieldSelector|Mount|Device|Probe|Action|Header|Lifecycle|Resource/,
  ],
  ['pod', 'A Pod template', /./],
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

/** Every struct that a Job or CronJob can hold, with embedded ones laid out in their parents. */
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

const minors = RELEASES.map(
  (release) => [Number(release.split('.')[0]), schemaOf(release)] as const,
);
const all = new Map<
  string,
  Map<string, { type: string; printed: boolean; since: number; until: number }>
>();
for (const [minor, schema] of minors) {
  for (const [name, fields] of schema) {
    const known = all.get(name) ?? all.set(name, new Map()).get(name)!;
    for (const [field, { type, printed }] of fields) {
      // The newest release says how it is printed: what the older ones print beside that (null dates) is no information.
      known.set(field, {
        type,
        printed: printed && !/Time$/.test(type),
        since: known.get(field)?.since ?? minor,
        until: minor,
      });
    }
  }
}
const [oldest, newest] = [minors[0][0], minors[minors.length - 1][0]];
const rooms = new Map<string, string[]>();
for (const name of [...all.keys()].sort()) {
  const room = ROOMS.find(([, , structs]) => structs.test(name))![0];
  const structSince = Math.min(...[...all.get(name)!.values()].map(({ since }) => since));
  const lines = [...all.get(name)!].map(([field, { type, printed, since, until }]) => {
    const minor =
      (since > oldest && since > structSince ? ` since ${since}` : '') +
      (until < newest ? ` until ${until}` : '');
    return `    ${field}: '${type}${printed ? ' printed' : ''}${minor}',`;
  });
  rooms.set(room, [...(rooms.get(room) ?? []), `  ${name}: {\n${lines.join('\n')}\n  },`]);
}
for (const [room, what] of ROOMS) {
  writeFileSync(
    join(__dirname, '..', 'src', 'batch', 'schema', `${room}.ts`),
    `// Made by \`npx projen schema\`; field.ts says how to read it.\n\n/** ${what}. */\nexport const ${room.replace('-p', 'P')} = {\n${rooms.get(room)!.join('\n')}\n} as const;\n`,
  );
}
