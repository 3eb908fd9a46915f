import { stringify } from 'yaml';

/** Returns a kubeconfig, as kubectl reads it, for a server without credentials. */
export function kubeconfigText(server: string): string {
  const name = 'cdk8s-jobs-local';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    contexts: [{ name, context: { cluster: name, namespace: 'default', user: name } }],
    users: [{ name, user: {} }],
  });
}
