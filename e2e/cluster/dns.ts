import { Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance';
import { PodNetwork } from './network';
import { kubeconfigOf } from './pki';
import { start, Started } from './processes';

export const CLUSTER_DOMAIN = 'cluster.local';

/** A Pod's resolv.conf can name no other. It is free on the cluster's own bridge, unless something listens on every address. */
export const DNS_PORT = 53;

/** After the API server is ready: CoreDNS waits for it 5 s at most, and then answers without knowing any Service. */
export async function startDns(
  cluster: Instance,
  binary: string,
  network: PodNetwork,
): Promise<Started> {
  const config = join(cluster.dir, 'Corefile');
  writeFileSync(config, corefile(cluster, network));
  return start(cluster, 'coredns', [binary, 'coredns', '-conf', config]);
}

/** Whether it knows the Service that every cluster has. */
export async function dnsAnswers({ gateway }: PodNetwork): Promise<boolean> {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([`${gateway}:${DNS_PORT}`]);
  return resolver.resolve4(`kubernetes.default.svc.${CLUSTER_DOMAIN}`).then(
    () => true,
    () => false,
  );
}

/** What the cluster does not know has no address: said at once, where a forward to the machine's resolvers may take seconds. */
function corefile(cluster: Instance, { gateway }: PodNetwork): string {
  return `${CLUSTER_DOMAIN}:${DNS_PORT} in-addr.arpa:${DNS_PORT} {
  bind ${gateway}
  errors
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa {
    kubeconfig ${kubeconfigOf(cluster, 'admin')}
    pods insecure
  }
}
.:${DNS_PORT} {
  bind ${gateway}
  errors
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
}
