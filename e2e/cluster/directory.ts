import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterError } from './errors';
import { Instance } from './instance';

/** Marks a directory of ours. CLUSTER_DIR may name another by mistake, such as a home directory. */
const MARKER = 'cdk8s-jobs-cluster';

export function claimDirectory({ dir }: Instance): void {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700); // keys, and an etcd that does not authenticate its clients
  writeFileSync(
    join(dir, MARKER),
    'Everything in here belongs to a test cluster and is deleted with it.\n',
  );
  mkdirSync(join(dir, 'logs'));
}

export function hasMarker(dir: string): boolean {
  return existsSync(join(dir, MARKER));
}

/** Whether there is something of a cluster in it. Refuses a directory that holds other things. */
export function isClaimed({ dir }: Instance): boolean {
  if (!existsSync(dir)) return false;
  if (!hasMarker(dir) && readdirSync(dir).length) {
    throw new ClusterError(
      `${dir} has files but none of a cluster: set CLUSTER_DIR to a directory that is empty or does not exist`,
      2,
    );
  }
  return true;
}

export async function removeDirectory({ dir }: Instance): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
}
