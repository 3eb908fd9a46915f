import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { Instance } from './instance';
import { processesOf, runningClusters } from './processes';

export interface Traces {
  readonly own: Record<'processes' | 'mounts' | 'links' | 'cgroups' | 'files', string[]> & {
    readonly forwarding: string;
  };
  readonly shared: { readonly files: string[]; readonly settings: string[] };
  readonly othersRun: boolean;
}

/** What a cluster could leave behind on this machine. Other clusters may run meanwhile, so mostly only names like ours count. */
export async function tracesOf(ours: Instance, parent: string): Promise<Traces> {
  const read = (file: string) => readFileSync(file, 'utf8').trim();
  const names = (dir: string) =>
    existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [];
  const links = JSON.parse(await run('ip', ['-j', 'link'])) as {
    ifname: string;
    master?: string;
  }[];
  const builtInDirs = [
    '/run/netns',
    '/run/containerd',
    '/var/lib/cni',
    '/var/lib/kubelet',
    '/var/log/containers',
    '/var/log/pods',
  ];
  const settings = [
    'vm/overcommit_memory',
    'vm/panic_on_oom',
    'kernel/panic',
    'kernel/panic_on_oops',
    'kernel/keys/root_maxkeys',
    'kernel/keys/root_maxbytes',
  ];
  return {
    own: {
      processes: processesOf(ours).map(String),
      mounts: readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .filter((line) => line.includes(ours.dir) || line.includes('/netns/')),
      links: links
        .filter(({ ifname, master }) => ifname === ours.bridge || master === ours.bridge)
        .map(({ ifname }) => ifname),
      cgroups: (await run('find', ['/sys/fs/cgroup', '-type', 'd', '-name', ours.cgroup]))
        .split('\n')
        .filter(Boolean),
      files: [...names(parent), ...builtInDirs.flatMap(names)].filter(
        (name) => name !== join(parent, 'precious'),
      ),
      forwarding: read('/proc/sys/net/ipv4/ip_forward'),
    },
    shared: {
      files: [...builtInDirs, '/run/cdk8s-jobs'].filter((file) => existsSync(file)),
      settings: settings.map((name) => `${name} ${read(`/proc/sys/${name}`)}`),
    },
    othersRun: [...runningClusters()].some((dir) => dir !== ours.dir),
  };
}
