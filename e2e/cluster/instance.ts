import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ClusterError } from './errors';

/** Longest name of a unix socket is 107 bytes, and the kubelet puts one 41 bytes deeper than this directory. */
const LONGEST_DIR = 66;

/** One cluster: where all of it lives, and what it is called where names are the machine's. */
export interface Instance {
  /** Everything that the cluster writes is below this directory. */
  readonly dir: string;
  /** 8 hex digits, different for every directory. */
  readonly id: string;
  readonly bridge: string;
  readonly cniNetwork: string;
  /** Name of the cgroup, in every hierarchy, that holds all its containers. */
  readonly cgroup: string;
}

/** What is slow to make and the same for every clone lives here. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(
    env.CDK8S_JOBS_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-jobs'),
  );
}

/** Each clone has its own cluster, so two of them do not meet; CLUSTER_DIR names another one. */
export function instance(env: NodeJS.ProcessEnv = process.env): Instance {
  const dir = env.CLUSTER_DIR
    ? resolve(env.CLUSTER_DIR)
    : join(cacheDir(env), 'clusters', hex8(realpathSync(join(__dirname, '..', '..'))));
  if (Buffer.byteLength(dir) > LONGEST_DIR) {
    throw new ClusterError(
      `${dir} is longer than ${LONGEST_DIR} bytes, too long for the unix sockets in it: set CLUSTER_DIR to a shorter path`,
      2,
    );
  }
  const id = hex8(dir);
  return { dir, id, bridge: `cj${id}`, cniNetwork: `cdk8s-jobs-${id}`, cgroup: `cdk8s-jobs-${id}` };
}

function hex8(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
