import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance';
import { until } from './until';

const ROOT = '/sys/fs/cgroup';

/** The kubelet wants its own root to exist in every hierarchy, and makes what is below. */
export function makeCgroups(cluster: Instance): void {
  for (const hierarchy of hierarchies()) {
    if (hierarchy === ROOT) delegateControllers();
    const dir = join(hierarchy, cluster.cgroup);
    mkdirSync(dir, { recursive: true });
    // A v1 cpuset accepts no process before its processors and memory nodes are set.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (!isV2() && existsSync(join(dir, file))) {
        writeFileSync(join(dir, file), readFileSync(join(hierarchy, file)));
      }
    }
  }
}

export function processesOfContainers(cluster: Instance): number[] {
  return cgroupsOf(cluster).flatMap((dir) => {
    try {
      const pids = readFileSync(join(dir, 'cgroup.procs'), 'utf8').split('\n').map(Number);
      return pids.filter((pid) => pid > 0); // 0 is one that our PID namespace does not see; to signal 0 is to signal ourselves
    } catch {
      return [];
    } // removed while we looked
  });
}

/** Once no process is left in them; the kernel takes a moment to notice that. The deepest come first. */
export async function removeCgroups(cluster: Instance): Promise<void> {
  await until(`the cgroups ${cluster.cgroup} to be removable`, 10_000, async () => {
    for (const dir of cgroupsOf(cluster)) {
      try {
        rmdirSync(dir);
      } catch (error) {
        if (!['EBUSY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    }
    return cgroupsOf(cluster).length === 0 || undefined;
  });
}

/** v2 has one hierarchy; v1 has one for each controller, and often v2's beside them for systemd's sake. */
function hierarchies(): string[] {
  if (isV2()) return [ROOT];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(ROOT, entry.name));
}

function isV2(): boolean {
  return existsSync(join(ROOT, 'cgroup.controllers'));
}

/** In v2 a group has only those controllers that its parent hands down. One at a time: one refused would refuse all. */
function delegateControllers(): void {
  for (const controller of readFileSync(join(ROOT, 'cgroup.controllers'), 'utf8')
    .trim()
    .split(' ')) {
    try {
      writeFileSync(join(ROOT, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      /* the kubelet names what it misses */
    }
  }
}

function cgroupsOf(cluster: Instance): string[] {
  return hierarchies()
    .map((hierarchy) => join(hierarchy, cluster.cgroup))
    .filter((dir) => existsSync(dir))
    .flatMap((dir) => below(dir));
}

function below(dir: string): string[] {
  const children = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...children.flatMap((child) => below(join(dir, child.name))), dir];
}
