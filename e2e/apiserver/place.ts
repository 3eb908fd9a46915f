import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeDirectory } from '../cluster/directory';
import { cacheDir, instance, type Instance } from '../cluster/instance';
import { killAll } from '../cluster/processes';

/** Directories of API servers, each named after its minor and whose it is. */
function root(): string {
  return join(cacheDir(), 'apiservers');
}

let started = 0;

/** A place of this process alone, so that tests which run at once do not meet. */
export function ownPlace(minor: string): Instance {
  return place(`${minor}-${process.pid}.${started++}`);
}

/** The place of this clone, where what is started outlives the process. */
export function clonePlace(minor: string): Instance {
  return place(`${minor}-${instance().id}`);
}

export function makePlace({ dir }: Instance): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 }); // keys, and an etcd that does not authenticate its clients
  mkdirSync(join(dir, 'logs'));
}

/** End what runs there and remove it; whether there was anything. */
export async function clearPlace(where: Instance): Promise<boolean> {
  const found = existsSync(where.dir);
  const killed = await killAll(where);
  await removeDirectory(where);
  return found || killed > 0;
}

/** Clear what processes left that were killed before they could stop their API server. */
export async function clearAbandoned(): Promise<void> {
  const names = existsSync(root()) ? readdirSync(root()) : [];
  const abandoned = names.filter((name) => {
    const owner = /-(\d+)\.\d+$/.exec(name)?.[1];
    return owner !== undefined && !existsSync(`/proc/${owner}`);
  });
  await Promise.all(abandoned.map(async (name) => clearPlace(place(name))));
}

function place(name: string): Instance {
  return instance({ ...process.env, CLUSTER_DIR: join(root(), name) });
}
