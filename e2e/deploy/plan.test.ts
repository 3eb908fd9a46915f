import { cli, CliResult, deployCli, jobOf, parseDocument } from './cli';
import { apply, inNamespace, kubectl } from '../harness';
import type { Plan } from 'cdk8s-jobs/deploy';

const plan = (
  namespace: string,
  manifests: readonly object[],
  args: readonly string[] = [],
): Promise<CliResult> => cli(['plan', '-', '-n', namespace, ...args], { manifests });

async function planned(
  namespace: string,
  manifests: readonly object[],
  args: readonly string[] = [],
): Promise<Plan> {
  const { stdout } = await plan(namespace, manifests, ['-o', 'json', ...args]);
  return parseDocument<Plan>('plan', stdout);
}

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const secret = (value: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'secret' },
  stringData: { password: value },
});

test.concurrent('plan prints the action for each object, and changes nothing', () =>
  inNamespace(async (namespace) => {
    const before = [
      configMap('same', { a: '1' }),
      configMap('other', { a: '1' }),
      secret('old-password'),
      jobOf('same', 'echo 1'),
      jobOf('other', 'echo 1'),
      jobOf('wider', 'echo 1'),
    ];
    expect((await deployCli(namespace, before)).code).toBe(0);
    const after = [
      configMap('same', { a: '1' }),
      configMap('other', { a: '2' }),
      configMap('new', {}),
      secret('new-password'),
      jobOf('same', 'echo 1'),
      jobOf('other', 'echo 2'),
      jobOf('wider', 'echo 1', { backoffLimit: 2 }),
      jobOf('new', 'echo 1'),
    ];
    const state = async () =>
      (
        await kubectl(
          'get',
          'job,configmap,secret',
          '-n',
          namespace,
          '-o',
          'jsonpath={range .items[*]}{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}',
        )
      ).stdout;
    const untouched = await state();
    const { code, stdout } = await plan(namespace, after);
    expect(code).toBe(0);
    expect(stdout).toBe(`\
unchanged   ConfigMap ${namespace}/same
update      ConfigMap ${namespace}/other
  - data.a: "1"
  + data.a: "2"
create      ConfigMap ${namespace}/new
update      Secret ${namespace}/secret
  - data.password: "***"
  + data.password: "***"
unchanged   Job ${namespace}/same
replace     Job ${namespace}/other: spec.template is immutable
  - spec.template.spec.containers[main].command: ["sh","-c","echo 1"]
  + spec.template.spec.containers[main].command: ["sh","-c","echo 2"]
update      Job ${namespace}/wider
  - spec.backoffLimit: 6
  + spec.backoffLimit: 2
create      Job ${namespace}/new
8 objects: 2 create, 3 update, 1 replace, 2 unchanged.
`);
    expect(await state()).toBe(untouched);
    expect((await deployCli(namespace, after, ['--dry-run'])).stdout).toBe(stdout);
    expect(await state()).toBe(untouched);

    // What it said is what is done, and then there is nothing more to do.
    expect((await deployCli(namespace, after)).code).toBe(0);
    expect((await planned(namespace, after)).objects.map(({ action }) => action)).toEqual(
      after.map(() => 'unchanged'),
    );
  }),
);

test.concurrent('plan lists how a Job whose name is new differs from its newest run', () =>
  inNamespace(async (namespace) => {
    const run = (name: string, script: string, variables: readonly string[]) => {
      const env = variables.map((variable) => ({ name: variable, value: variable }));
      const command = ['sh', '-c', script];
      const { metadata, ...job } = jobOf(
        name,
        script,
        {},
        { containers: [{ name: 'main', image: 'busybox', command, env }] },
      );
      const labels = { 'cdk8s-jobs/id': 'report' };
      const annotations = { 'cdk8s-jobs/spec-hash': name };
      return { ...job, metadata: { ...metadata, labels, annotations } };
    };
    const first = [run('report-a', 'echo 1', ['A', 'B'])];
    expect((await planned(namespace, first)).objects).toMatchObject([
      { action: 'create', changes: [], previousRun: null },
    ]);
    expect((await deployCli(namespace, first)).code).toBe(0);
    const second = [run('report-b', 'echo 2', ['B', 'A'])];
    expect(await plan(namespace, second)).toMatchObject({
      code: 0,
      stdout: `\
create      Job ${namespace}/report-b: differs from its newest run, report-a
  - spec.template.spec.containers[main].command: ["sh","-c","echo 1"]
  + spec.template.spec.containers[main].command: ["sh","-c","echo 2"]
  - spec.template.spec.containers[main].env[*].name: ["A","B"]
  + spec.template.spec.containers[main].env[*].name: ["B","A"]
1 object: 1 create.
`,
    });
  }),
);

test.concurrent('plan names the manager of a field in conflict', () =>
  inNamespace(async (namespace) => {
    await apply(configMap('settings', { a: '1' }), namespace);
    const { code, stdout } = await plan(namespace, [configMap('settings', { a: '2' })]);
    expect(code).toBe(3);
    expect(stdout).toContain('data.a is owned by field manager kubectl-client-side-apply');
    const deployed = await deployCli(namespace, [configMap('settings', { a: '2' })]);
    expect(deployed.code).toBe(3);
    expect(deployed.stderr).toMatch(
      /conflict with "kubectl-client-side-apply".*\.data\.a; omit the field .* or take it over \(--force-conflicts\)/,
    );
    expect(
      (await planned(namespace, [configMap('settings', { a: '2' })], ['--force-conflicts']))
        .objects,
    ).toMatchObject([{ action: 'update' }]);
    expect(
      (await deployCli(namespace, [configMap('settings', { a: '2' })], ['--force-conflicts'])).code,
    ).toBe(0);
  }),
);

test.concurrent('plan includes objects in a namespace that the same input creates', () =>
  inNamespace(async (namespace) => {
    const group = `${namespace}.example.com`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        names: { kind: 'Widget', plural: 'widgets' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        ],
      },
    };
    const other = `${namespace}-other`;
    const manifests = [
      { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w' } },
      definition,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: other } },
    ];
    try {
      const result = await planned(
        '',
        manifests.map((manifest) =>
          manifest.kind === 'Widget'
            ? { ...manifest, metadata: { name: 'w', namespace } }
            : manifest,
        ),
      );
      expect(result.errors).toEqual([]);
      expect(result.objects.map(({ kind, action, reason }) => [kind, action, reason])).toEqual([
        ['Widget', 'create', 'its kind is defined before it'],
        ['CustomResourceDefinition', 'create', null],
        ['Namespace', 'create', null],
        ['ConfigMap', 'create', 'its namespace is created before it'],
      ]);
    } finally {
      await kubectl(
        'delete',
        'crd',
        definition.metadata.name,
        '--ignore-not-found',
        '--wait=false',
      );
    }
  }),
);

test.concurrent(
  'plan prints what the API server would reject among all other objects, and exits with 3',
  () =>
    inNamespace(async (namespace) => {
      const { code, stdout, stderr } = await plan(
        namespace,
        [configMap('fine', {}), jobOf('bad', 'echo', { completions: -1 }), jobOf('fine', 'echo')],
        ['--validate', 'ignore'],
      );
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error: Job bad .*was rejected: /m);
      expect(stdout).toMatch(/^3 objects: 2 create, 1 rejected\.$/m);
    }),
);
