import type { Manifest, Transport } from '../deploy';
import { objectIn } from '../kubernetes/json';
import { startHostCluster } from '../local/host-cluster';
import { colorsFor } from '../output/colors';

export const HOST_PROCESS_WARNING =
  'the commands of containers run as processes of this machine: images, users, limits and ' +
  'isolation have no effect';

export function warn(message: string): void {
  process.stderr.write(`${colorsFor(process.stderr).yellow('warning:')} ${message}\n`);
}

/**
 * Calls a function with a transport to a new cluster whose Jobs are processes of this machine, and
 * ends the cluster afterwards. It has the namespaces that the manifests name.
 */
export async function inHostCluster<T>(
  manifests: readonly Manifest[],
  namespace: string | undefined,
  work: (transport: Transport) => Promise<T>,
): Promise<T> {
  warn(HOST_PROCESS_WARNING);
  const cluster = startHostCluster(process.cwd());
  try {
    const named = manifests.map((manifest) => objectIn(manifest.metadata as never).namespace);
    cluster.createNamespaces(
      [...named, namespace].filter(
        (name): name is string => typeof name === 'string' && name !== '',
      ),
    );
    return await work(cluster.api);
  } finally {
    await cluster.close();
  }
}
