import { Rule, warning } from './rule';
import type { Struct, StructName } from '../schema/field';
import { quote } from '../truncate';

/** Lists that server-side apply merges, with the fields that identify an entry. */
const KEYS: { readonly [Name in StructName]?: { readonly [field: string]: readonly string[] } } = {
  Container: { env: ['name'], ports: ['containerPort', 'protocol'] },
  PodSpec: { imagePullSecrets: ['name'], hostAliases: ['ip'] },
  ObjectMeta: { ownerReferences: ['uid'], finalizers: [] },
} satisfies {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: readonly string[] };
};

/**
 * Lists whose entries must differ in their keys for server-side apply. Other such lists are not
 * here, since the API server rejects duplicates in them anyway.
 * @see the markers `listType` and `listMapKey` in `k8s.io/api`
 */
export const uniqueEntryRules: Rule[] = [
  warning({
    id: 'apply/unique-entries',
    on: Object.keys(KEYS) as StructName[],
    message:
      'server-side apply rejects a list in which two entries have the same key, and so do ' +
      '`kubectl apply --server-side`, Flux and `cdk8s-jobs deploy`',
    fix: 'remove one of the two entries',
    link: 'reference/using-api/server-side-apply/#merge-strategy',
    check: (value, node, report) => {
      for (const [field, keys] of Object.entries(KEYS[node.struct]!)) {
        const entries = (value as Readonly<Record<string, readonly unknown[] | undefined>>)[field];
        if (entries === undefined || entries.length < 2) continue;
        const seen = new Set<string>();
        entries.forEach((entry, i) => {
          const key = keyOf(entry, keys);
          if (seen.has(key)) {
            report(
              node.path.field(field).index(i),
              `another entry of ${field} has ${key}, which server-side apply rejects, so ` +
                '`kubectl apply --server-side`, Flux and `cdk8s-jobs deploy` fail',
            );
          }
          seen.add(key);
        });
      }
    },
  }),
];

function keyOf(entry: unknown, keys: readonly string[]): string {
  if (typeof entry !== 'object' || entry === null) return `the value ${quote(entry)}`;
  const fields = entry as Readonly<Record<string, unknown>>;
  return `the ${keys.map((key) => `${key} ${quote(fields[key] ?? '')}`).join(' and ')}`;
}
