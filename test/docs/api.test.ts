import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES, Stages } from '../../src/kubernetes/features';
import { gatesOf } from '../../src/kubernetes/schema/gates';
import { temporaryFolder } from '../temporary-folder';

const ROOT = join(__dirname, '..', '..');

/** What of TypeDoc's model is looked at. */
interface Reflection {
  readonly name: string;
  readonly flags: { readonly isOptional?: true; readonly isExternal?: true };
  readonly type?: { readonly type: string; readonly name?: string };
  readonly comment?: {
    readonly summary: readonly { readonly text: string }[];
    readonly blockTags?: readonly { readonly tag: string }[];
  };
  readonly [part: string]: unknown;
}

let folder: string;
let properties: { readonly path: string; readonly property: Reflection }[];

beforeAll(() => {
  folder = temporaryFolder('api-');
  // It fails if a public symbol has no documentation.
  execFileSync(
    process.execPath,
    [
      'node_modules/typedoc/bin/typedoc',
      '--out',
      join(folder, 'api'),
      '--json',
      join(folder, 'api.json'),
      '--logLevel',
      'Warn',
    ],
    { cwd: ROOT },
  );
  properties = propertiesIn(
    JSON.parse(readFileSync(join(folder, 'api.json'), 'utf8')) as Reflection,
    '',
  );
}, 120_000);

const PROPERTY = 1024;

function propertiesIn(reflection: Reflection, path: string): typeof properties {
  const own =
    reflection.kind === PROPERTY && !reflection.flags.isExternal
      ? [{ path, property: reflection }]
      : [];
  const inner = (value: unknown): typeof properties => {
    if (Array.isArray(value)) return value.flatMap(inner);
    if (typeof value !== 'object' || value === null) return [];
    const { name, kind } = value as Partial<Reflection>;
    return typeof name === 'string' && typeof kind === 'number'
      ? propertiesIn(value as Reflection, `${path}/${name}`)
      : Object.values(value).flatMap(inner);
  };
  return [
    ...own,
    ...Object.entries(reflection)
      .filter(([part]) => part !== 'comment')
      .flatMap(([, value]) => inner(value)),
  ];
}

const textOf = ({ comment }: Reflection) =>
  comment!.summary
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, ' ');

test('docs/api is what `npx projen api` writes', () => {
  const files = (root: string) =>
    Object.fromEntries(
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .sort()
        .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
    );
  const fresh = files(join(folder, 'api'));
  expect(Object.keys(fresh)).toContain('cdk8s-jobs.md');
  expect(files(join(ROOT, 'docs', 'api'))).toEqual(fresh);
});

test('every optional property documents its default', () => {
  const optional = properties.filter(
    ({ property: { flags, type } }) =>
      flags.isOptional && !(type?.type === 'intrinsic' && type.name === 'undefined'),
  );
  expect(optional.length).toBeGreaterThan(80);
  expect(
    optional
      .filter(({ property }) => !property.comment?.blockTags?.some(({ tag }) => tag === '@default'))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('every property that is newer than the oldest Kubernetes documents its version', () => {
  const gated: [name: string, path: RegExp, stages: Stages][] = [
    ...gatesOf('JobSpec').map(([field, feature]): [string, RegExp, Stages] => [
      field,
      /./,
      FEATURES[feature],
    ]),
    ['restartPolicy', /InitContainerProps/, FEATURES.SidecarContainers],
  ];
  for (const [name, path, { beta, stable }] of gated) {
    const said = properties.filter(
      (found) =>
        found.property.name === name &&
        path.test(found.path) &&
        found.property.comment &&
        found.property.type?.name !== 'undefined',
    );
    if (name === 'scheduling') continue; // has no prop: alpha in 1.37
    expect({ name, found: said.length > 0 }).toEqual({ name, found: true });
    for (const found of said) {
      expect({ at: found.path, text: textOf(found.property) }).toEqual({
        at: found.path,
        text: expect.stringContaining(`since Kubernetes 1.${beta}`),
      });
      expect({ at: found.path, text: textOf(found.property) }).toEqual({
        at: found.path,
        text: expect.stringContaining(`stable since 1.${stable}`),
      });
    }
  }
});
