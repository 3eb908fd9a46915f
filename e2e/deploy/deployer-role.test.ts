import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kubeconfigFor } from './account';
import { cli, jobOf } from './cli';
import { apply, inNamespace, kubectl } from '../harness';

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface DeployerObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: readonly Rule[];
  readonly subjects?: readonly object[];
}

/** The manifest that docs/ci.md asks users to apply. */
const DEPLOYER = parseAllDocuments(
  readFileSync(join(__dirname, '..', '..', 'docs', 'deployer.yaml'), 'utf8'),
).map((document) => document.toJS() as DeployerObject);
const RULES = DEPLOYER.flatMap(({ rules = [] }) => rules);
const RIGHTS = RULES.flatMap(({ resources, verbs }) =>
  resources.flatMap((resource) => verbs.map((verb) => [verb, resource] as const)),
);

const words = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { '0': 'a' },
});
const migration = (name: string, items: string) => {
  const volumes = [{ name: 'cdk8s-jobs-items', configMap: { name: items } }];
  const { metadata, ...job } = jobOf(name, 'echo hello', {}, { volumes });
  return { ...job, metadata: { ...metadata, labels: { 'cdk8s-jobs/id': 'migrate' } } };
};
const nightly = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: jobOf('nightly', 'echo hello').spec } },
};
const FIRST = [words('words-1'), migration('migrate-1', 'words-1'), nightly];
const SECOND = [words('words-2'), migration('migrate-2', 'words-2'), jobOf('same', 'echo before')];
const THIRD = [jobOf('same', 'echo after')];
/** Its Pod cannot be created, which only an event says. */
const BLOCKED = [jobOf('blocked', 'true', {}, { serviceAccountName: 'missing' })];

/** Every command, with what it needs to find. A deploy that times out has to say why. */
const STEPS: readonly { args: readonly string[]; manifests?: readonly object[]; code?: number }[] =
  [
    { args: ['deploy', '-'], manifests: FIRST },
    { args: ['plan', '-'], manifests: FIRST },
    { args: ['deploy', '-'], manifests: SECOND },
    { args: ['deploy', '-'], manifests: THIRD },
    { args: ['wait', 'migrate-2'] },
    { args: ['trigger', 'nightly'] },
    { args: ['cleanup', '--keep-succeeded', '0'] },
    { args: ['deploy', '-', '--timeout', '6s'], manifests: BLOCKED, code: 124 },
  ];

/** The kubeconfig of the account of the manifest, without one of its rights. */
async function deployer(namespace: string, verb?: string, resource?: string): Promise<string> {
  const rules = RULES.map((rule) => ({
    ...rule,
    verbs: rule.verbs.filter((each) => each !== verb || !rule.resources.includes(resource!)),
  })).filter(({ verbs }) => verbs.length > 0);
  for (const object of DEPLOYER) {
    const { metadata, subjects } = object;
    const own = { ...object, metadata: { ...metadata, namespace } };
    await apply({
      ...own,
      ...(object.rules !== undefined && { rules }),
      ...(subjects !== undefined && {
        subjects: subjects.map((subject) => ({ ...subject, namespace })),
      }),
    });
  }
  const { stdout } = await kubectl('create', 'token', 'deployer', '-n', namespace);
  return kubeconfigFor({ token: stdout.trim() });
}

/** Runs the commands until one complains. @returns what it says */
async function complaint(namespace: string, config: string): Promise<string | undefined> {
  for (const { args, manifests, code: expected = 0 } of STEPS) {
    const { code, stdout, stderr } = await cli([...args, '-n', namespace, '--kubeconfig', config], {
      manifests,
    });
    const said = `${args.join(' ')}\n${stderr}${stdout}`;
    if (code !== expected || stderr.includes('warning')) return said;
    if (manifests === BLOCKED && !said.includes('serviceaccount "missing" not found')) return said;
  }
  return undefined;
}

test.concurrent('every command works without warnings with the role of docs/deployer.yaml', () =>
  inNamespace(async (namespace) => {
    expect(await complaint(namespace, await deployer(namespace))).toBeUndefined();
  }),
);

test.concurrent.each(RIGHTS)(
  'docs/deployer.yaml has no right too many: a command misses %s of %s',
  (verb, resource) =>
    inNamespace(async (namespace) => {
      const said = await complaint(namespace, await deployer(namespace, verb, resource));
      expect(said).toContain(`cannot ${verb} resource "${resource}"`);
    }),
);
