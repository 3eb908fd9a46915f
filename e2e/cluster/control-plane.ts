import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance';
import { kubeconfigOf, pkiDir } from './pki';
import { Ports } from './ports';
import { start, Started } from './processes';

/** Services get addresses of this range, which lead nowhere: there is no kube-proxy. */
const SERVICE_RANGE = '10.96.0.0/16';

/** Clients limit themselves to 20–50 requests a second by default, which would be what a test with many Jobs measures. */
const QPS = 1000;
const BURST = 2000;

export async function startEtcd(cluster: Instance, binary: string): Promise<Started> {
  // Unix sockets in a directory that only root may enter: etcd does not authenticate its clients.
  // What it advertises has to look like host:port even so. Nothing reads it, since there are no other members.
  const [clients, peers] = ['unix://etcd:0', 'unix://etcd-peers:0'];
  return start(cluster, 'etcd', [
    binary,
    'etcd',
    '--data-dir',
    join(cluster.dir, 'etcd'),
    '--unsafe-no-fsync=true',
    '--log-level=warn',
    '--listen-client-urls',
    etcdUrl(cluster),
    '--advertise-client-urls',
    clients,
    '--listen-peer-urls',
    `unix://${cluster.dir}/etcd-peers.sock`,
    '--initial-advertise-peer-urls',
    peers,
    '--initial-cluster',
    `default=${peers}`,
  ]);
}

export async function startApiServer(
  cluster: Instance,
  binary: string,
  ports: Ports,
): Promise<Started> {
  return start(cluster, 'kube-apiserver', [
    binary,
    'kube-apiserver',
    ...apiServerFlags(cluster, ports['kube-apiserver']),
  ]);
}

/** They suit every minor, so that servers which are compared differ in nothing else. */
export function apiServerFlags(cluster: Instance, port: number): string[] {
  const pki = pkiDir(cluster);
  return [
    `--etcd-servers=${etcdUrl(cluster)}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    '--endpoint-reconciler-type=none', // it would publish 127.0.0.1, which no Pod can reach
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--anonymous-auth=false',
    '--allow-privileged=true',
    `--client-ca-file=${pki}/ca.crt`,
    ...serving(cluster),
    `--service-account-key-file=${pki}/service-accounts.pub`,
    `--service-account-signing-key-file=${pki}/service-accounts.key`,
    '--service-account-issuer=https://kubernetes.default.svc',
    // Logs and exec go from here to the kubelet, found by the name of the node, which is localhost.
    `--kubelet-client-certificate=${pki}/admin.crt`,
    `--kubelet-client-key=${pki}/admin.key`,
    `--kubelet-certificate-authority=${pki}/ca.crt`,
    '--kubelet-preferred-address-types=Hostname',
  ];
}

export async function startControllerManager(
  cluster: Instance,
  binary: string,
  ports: Ports,
): Promise<Started> {
  const pki = pkiDir(cluster);
  return start(cluster, 'kube-controller-manager', [
    binary,
    'kube-controller-manager',
    ...asAdmin(cluster, ports['kube-controller-manager']),
    '--leader-elect=false',
    `--kubeconfig=${kubeconfigOf(cluster, 'admin')}`,
    `--kube-api-qps=${QPS}`,
    `--kube-api-burst=${BURST}`,
    `--service-account-private-key-file=${pki}/service-accounts.key`,
    `--root-ca-file=${pki}/ca.crt`,
    '--concurrent-job-syncs=20',
    '--concurrent-cron-job-syncs=20',
  ]);
}

export async function startScheduler(
  cluster: Instance,
  binary: string,
  ports: Ports,
): Promise<Started> {
  const config = join(cluster.dir, 'scheduler.json');
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      clientConnection: { kubeconfig: kubeconfigOf(cluster, 'admin'), qps: QPS, burst: BURST },
      leaderElection: { leaderElect: false },
    }),
  );
  return start(cluster, 'kube-scheduler', [
    binary,
    'kube-scheduler',
    `--config=${config}`,
    ...asAdmin(cluster, ports['kube-scheduler']),
  ]);
}

function etcdUrl(cluster: Instance): string {
  return `unix://${cluster.dir}/etcd.sock`;
}

function asAdmin(cluster: Instance, port: number): string[] {
  const kubeconfig = kubeconfigOf(cluster, 'admin');
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    ...serving(cluster),
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ];
}

function serving(cluster: Instance): string[] {
  return [
    `--tls-cert-file=${pkiDir(cluster)}/server.crt`,
    `--tls-private-key-file=${pkiDir(cluster)}/server.key`,
  ];
}
