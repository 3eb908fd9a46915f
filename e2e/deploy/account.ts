import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/temporary-folder';
import { apply, kubeconfig, kubectl } from '../harness';

/** What an account may do: `verbs resource`, such as `get list jobs`. */
export type Rights = readonly string[];

/** All that a deploy of Jobs may need. */
export const ALL: Rights = [
  'get list watch patch create delete jobs',
  'get list watch pods',
  'get pods/log',
  'list events',
];

/** Makes a service account that may do just that in its namespace. @returns its token */
export async function accountWith(namespace: string, rights: Rights): Promise<string> {
  const rules = rights.map((right) => {
    const words = right.split(' ');
    const resource = words.pop()!;
    return { apiGroups: [resource === 'jobs' ? 'batch' : ''], resources: [resource], verbs: words };
  });
  const metadata = { name: 'deployer' };
  await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }, namespace);
  await apply(
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules },
    namespace,
  );
  await apply(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'deployer' },
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace }],
    },
    namespace,
  );
  return (await kubectl('create', 'token', 'deployer', '-n', namespace)).stdout.trim();
}

/** The cluster of the tests. */
export function clusterUnderTest(): {
  readonly host: string;
  readonly port: string;
  readonly ca: string;
} {
  const text = readFileSync(kubeconfig(), 'utf8');
  const [, host, port] = /server: https:\/\/([\d.]+):(\d+)/.exec(text)!;
  return {
    host,
    port,
    ca: Buffer.from(/certificate-authority-data: (\S+)/.exec(text)![1], 'base64').toString('utf8'),
  };
}

/** A kubeconfig for the cluster of the tests, with another user. */
export function kubeconfigFor(user: object, cluster: object = {}): string {
  const { host, port, ca } = clusterUnderTest();
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [
      {
        name: 'a',
        cluster: {
          server: `https://${host}:${port}`,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
          ...cluster,
        },
      },
    ],
    users: [{ name: 'a', user }],
  };
  const file = join(temporaryFolder('account-'), 'kubeconfig');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
