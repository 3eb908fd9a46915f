import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance';
import { BUILT_IN_DIRS } from './machine';
import { Ports } from './ports';
import { start, Started } from './processes';

/** Registries whose images come from the local one instead. */
const MIRRORED = ['docker.io', 'registry.k8s.io'];

export function containerdSocket(cluster: Instance): string {
  return join(cluster.dir, 'containerd.sock');
}

export async function startContainerd(
  cluster: Instance,
  tools: string,
  ports: Ports,
): Promise<Started> {
  for (const registry of MIRRORED) {
    const dir = join(cluster.dir, 'certs.d', registry);
    mkdirSync(dir, { recursive: true });
    // "server" too, else what the mirror lacks would be looked for in the internet, for minutes.
    writeFileSync(
      join(dir, 'hosts.toml'),
      `server = "http://127.0.0.1:${ports.registry}"\n[host."http://127.0.0.1:${ports.registry}"]\ncapabilities = ["pull", "resolve"]\n`,
    );
  }
  writeFileSync(join(cluster.dir, 'containerd.toml'), config(cluster, tools));
  return start(
    cluster,
    'containerd',
    [
      ...inOwnMountNamespace(cluster),
      join(tools, 'usr/bin/containerd'),
      '-c',
      join(cluster.dir, 'containerd.toml'),
    ],
    toolPath(tools),
  );
}

/**
 * Runs the rest of a command line where mounts are not seen by the machine and end with their last process, so none
 * can be left behind. The built-in paths of containerd, CNI and the kubelet lead into the cluster's own directory there.
 */
function inOwnMountNamespace(cluster: Instance): string[] {
  const binds = BUILT_IN_DIRS.map((dir) => {
    const own = join(cluster.dir, 'machine', dir);
    mkdirSync(own, { recursive: true });
    return `mount --bind '${own}' '${dir}'`;
  });
  // Slave: what the machine mounts later is seen here too. Shared: volumes that the kubelet mounts are seen in containers.
  return [
    'unshare',
    '--mount',
    '--propagation',
    'slave',
    'sh',
    '-ec',
    ['mount --make-rshared /', ...binds, 'exec "$@"'].join('\n'),
    'sh',
  ];
}

function toolPath(tools: string): string {
  return `${tools}/usr/bin:${tools}/usr/sbin`;
}

function config({ dir }: Instance, tools: string): string {
  return `version = 2
root = "${dir}/containerd/root"
state = "${dir}/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "${dir}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "${dir}/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  # Without CAP_SYS_RESOURCE (some VMs and containers) no sandbox starts if this is false: "can't get final child's PID from pipe".
  restrict_oom_score_adj = true
  sandbox_image = "registry.k8s.io/pause:3.10"
  # Else it would load a profile into the machine's kernel.
  disable_apparmor = true
  # Else /run/netns, where a namespace would outlive a killed cluster.
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${tools}/usr/lib/cni"
    conf_dir = "${dir}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${dir}/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "${tools}/usr/sbin/runc"
      Root = "${dir}/containerd/runc"
`;
}
