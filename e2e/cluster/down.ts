import { existsSync } from 'node:fs';
import { removeCgroups } from './cgroups';
import { isClaimed, removeDirectory } from './directory';
import { ClusterError } from './errors';
import { Instance, instance } from './instance';
import { exclusively } from './lock';
import { returnMachine } from './machine';
import { removeNetwork } from './network';
import { killAll } from './processes';

export interface Down {
  readonly dir: string;
  /** False if there was nothing to stop or remove. */
  readonly found: boolean;
}

/** Stop the cluster and remove every trace of it but the build cache. */
export async function down(cluster: Instance = instance()): Promise<Down> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    // then it was not started by us either
    if (existsSync(cluster.dir)) {
      throw new ClusterError(
        `root is needed to stop the cluster in ${cluster.dir}: run it as it was started, with sudo -E`,
        2,
      );
    }
    return { dir: cluster.dir, found: false };
  }
  return exclusively(cluster.id, async () => ({ dir: cluster.dir, found: await sweep(cluster) }));
}

/**
 * Ends and removes everything of the cluster, in any state. `up` calls it first, for a run that was killed.
 * Mounts and network namespaces need no step: they are in a mount namespace that ends with its processes.
 */
export async function sweep(cluster: Instance): Promise<boolean> {
  const claimed = isClaimed(cluster);
  const killed = await killAll(cluster);
  await removeCgroups(cluster);
  await removeNetwork(cluster);
  await returnMachine(cluster);
  await removeDirectory(cluster);
  return claimed || killed > 0;
}
