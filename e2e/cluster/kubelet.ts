import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerdSocket } from './containerd';
import { CLUSTER_DOMAIN } from './dns';
import { Instance } from './instance';
import { PodNetwork } from './network';
import { kubeconfigOf, pkiDir } from './pki';
import { Ports } from './ports';
import { ProcessId, start, Started } from './processes';

/** The kubelet shares containerd's mount namespace: what one mounts, the other must see. */
export async function startKubelet(
  cluster: Instance,
  binary: string,
  ports: Ports,
  network: PodNetwork,
  containerd: ProcessId,
): Promise<Started> {
  const config = join(cluster.dir, 'kubelet.json');
  writeFileSync(config, JSON.stringify(kubeletConfig(cluster, ports, network), undefined, 2));
  return start(cluster, 'kubelet', [
    'nsenter',
    `--mount=/proc/${containerd.pid}/ns/mnt`,
    '--',
    binary,
    'kubelet',
    `--config=${config}`,
    `--kubeconfig=${kubeconfigOf(cluster, 'kubelet')}`,
    '--hostname-override=localhost', // the API server reaches it under the name of its node
    `--node-ip=${network.gateway}`, // else it needs a default route to find one
    `--root-dir=${cluster.dir}/kubelet`,
    `--cert-dir=${cluster.dir}/kubelet-pki`,
  ]);
}

function kubeletConfig(cluster: Instance, ports: Ports, network: PodNetwork): object {
  const pki = pkiDir(cluster);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port: ports.kubelet,
    readOnlyPort: 0,
    healthzPort: 0,
    tlsCertFile: `${pki}/server.crt`,
    tlsPrivateKeyFile: `${pki}/server.key`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${pki}/ca.crt` },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${containerdSocket(cluster)}`,
    podLogsDir: join(cluster.dir, 'pod-logs'),
    clusterDNS: [network.gateway],
    clusterDomain: CLUSTER_DOMAIN, // else Pods get no search path
    makeIPTablesUtilChains: false,
    // Control groups of its own, also on cgroup v1 and without systemd; nothing of the machine is reserved or limited.
    cgroupRoot: `/${cluster.cgroup}`,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    // A full disk of the developer's machine must not evict Pods or delete images.
    evictionHard: {
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
      'imagefs.inodesFree': '0%',
    },
    imageGCHighThresholdPercent: 100,
    // Many short Pods at once: no limits but the machine's.
    maxPods: 250,
    registryPullQPS: 0,
    serializeImagePulls: false,
    kubeAPIQPS: 1000,
    kubeAPIBurst: 2000,
    eventRecordQPS: 0,
    nodeStatusUpdateFrequency: '2s',
  };
}
