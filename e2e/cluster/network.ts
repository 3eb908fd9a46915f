import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { ClusterError } from './errors';
import { Instance } from './instance';

export interface PodNetwork {
  /** Such as 10.64.0.0/20. */
  readonly subnet: string;
  /** The machine as Pods see it, and the node's address. */
  readonly gateway: string;
}

/**
 * A bridge that joins all Pods and the machine. It leads nowhere else: nothing is routed or translated, so the
 * machine's forwarding and firewall stay as they are.
 */
export async function makeNetwork(cluster: Instance): Promise<PodNetwork> {
  const network = freeSubnet(await rangesInUse(), parseInt(cluster.id, 16));
  const created = ['link', 'add', cluster.bridge, 'address', bridgeAddress(cluster)];
  await run('ip', [...created, 'type', 'bridge']);
  await run('ip', ['address', 'add', `${network.gateway}/20`, 'dev', cluster.bridge]);
  await run('ip', ['link', 'set', cluster.bridge, 'up']);
  mkdirSync(join(cluster.dir, 'cni'), { recursive: true });
  writeFileSync(
    join(cluster.dir, 'cni', 'pods.conflist'),
    JSON.stringify(
      {
        cniVersion: '1.0.0',
        name: cluster.cniNetwork,
        plugins: [
          {
            type: 'bridge',
            bridge: cluster.bridge,
            isGateway: false, // the bridge has its address already; the plugin would turn on forwarding for the whole machine
            hairpinMode: true,
            ipam: {
              type: 'host-local',
              dataDir: join(cluster.dir, 'cni', 'leases'),
              ranges: [[{ subnet: network.subnet, gateway: network.gateway }]],
              routes: [{ dst: '0.0.0.0/0' }],
            },
          },
        ],
      },
      undefined,
      2,
    ),
  );
  return network;
}

/**
 * A bridge without an address of its own takes the lowest of its ports, so it changes as Pods come and go. A running Pod
 * would then send its DNS queries to the old address for up to a minute: the time until its kernel asks for the new one.
 */
function bridgeAddress({ id }: Instance): string {
  return `02:00:${id.match(/../g)!.join(':')}`; // 02: locally administered
}

/** The Pods' ends go with their network namespaces, but the kernel takes its time for that. */
export async function removeNetwork(cluster: Instance): Promise<void> {
  const links = JSON.parse((await run('ip', ['-j', 'link', 'show'])) || '[]') as {
    ifname: string;
    master?: string;
  }[];
  for (const { ifname } of links.filter(
    (link) => link.master === cluster.bridge || link.ifname === cluster.bridge,
  )) {
    await run('ip', ['link', 'delete', ifname]).catch(async (error: unknown) => {
      if ((await run('ip', ['-j', 'link', 'show'])).includes(`"${ifname}"`)) throw error; // else it went by itself
    });
  }
}

/** Of the 256 subnets of 4096 addresses in 10.64.0.0/12, the first free one, starting where the cluster's id says. */
export function freeSubnet(inUse: readonly string[], seed: number): PodNetwork {
  const taken = inUse.map(bounds);
  for (let i = 0; i < 256; i++) {
    const third = ((seed + i) % 256) * 16;
    const prefix = `10.${64 + Math.floor(third / 256)}.${third % 256}`;
    const [first, last] = bounds(`${prefix}.0/20`);
    if (taken.every(([from, to]) => to < first || from > last)) {
      return { subnet: `${prefix}.0/20`, gateway: `${prefix}.1` };
    }
  }
  throw new ClusterError(
    'no free subnet for Pods: addresses or routes of this machine cover all of 10.64.0.0/12 (ip address; ip route)',
  );
}

async function rangesInUse(): Promise<string[]> {
  const routes = JSON.parse(
    (await run('ip', ['-j', '-4', 'route', 'show', 'table', 'all'])) || '[]',
  ) as { dst?: string }[];
  const links = JSON.parse((await run('ip', ['-j', '-4', 'address'])) || '[]') as {
    addr_info?: { local: string; prefixlen: number }[];
  }[];
  return [
    ...routes.flatMap(({ dst }) => (dst && dst !== 'default' ? [dst] : [])),
    ...links.flatMap(({ addr_info: addresses = [] }) =>
      addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    ),
  ].filter((range) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(range));
}

function bounds(range: string): [number, number] {
  const [address, length = '32'] = range.split('/');
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const first = number - (number % size);
  return [first, first + size - 1];
}
