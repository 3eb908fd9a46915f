import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { builtKube, down, status, up, type Cluster } from '.';
import { run } from './command';
import { cacheDir, instance, type Instance } from './instance';
import { kernelAddress, listenersOf } from './listeners';
import { headless, job, member } from './manifests';
import { processesOf } from './processes';
import { readState } from './state';
import { tracesOf, type Traces } from './traces';
import { until } from './until';

/** A cluster of its own, so that the one of the developer is left alone. */
const parent = realpathSync(mkdtempSync(join(tmpdir(), 'cj-')));
const ours: Instance = instance({ ...process.env, CLUSTER_DIR: join(parent, 'c') });
let cluster: Cluster;
let before: Traces;
const traces = () => tracesOf(ours, parent);

beforeAll(async () => {
  await up({ say: (line) => console.info(line) }, ours); // builds what is not built yet
  await down(ours);
  before = await traces();
}, 60 * 60_000);

afterAll(async () => {
  await down(ours);
  rmSync(parent, { recursive: true });
});

describe('up', () => {
  test('starts a cluster whose node is Ready, once built', async () => {
    const begin = Date.now();
    cluster = await up({}, ours);
    console.info(`up took ${Date.now() - begin} ms`); // printed, not asserted: the machine may be busy
    expect(cluster.wasUp).toBe(false);
    expect(
      await kubectl(
        'get',
        'node',
        'localhost',
        '-o',
        'jsonpath={.status.conditions[?(@.type=="Ready")].status}',
      ),
    ).toBe('True');
    expect(await kubectl('get', 'serviceaccount', 'default', '-o', 'name')).toBe(
      'serviceaccount/default\n',
    );
  });

  test('writes the kubeconfig to the directory of the cluster, readable only by its owner', () => {
    expect(cluster.kubeconfig).toBe(join(ours.dir, 'kubeconfig'));
    expect(statSync(cluster.kubeconfig).mode % 0o1000).toBe(0o600);
    expect(statSync(ours.dir).mode % 0o1000).toBe(0o700);
  });

  test('returns the same cluster when it runs again', async () => {
    const processes = processesOf(ours);
    expect(await up({}, ours)).toEqual({ ...cluster, wasUp: true });
    expect(processesOf(ours)).toEqual(expect.arrayContaining(processes));
  });

  test('starts one cluster when it runs twice at once', async () => {
    await down(ours);
    const both = await Promise.all([up({}, ours), up({}, ours)]);
    expect(both.map(({ wasUp }) => wasUp).sort()).toEqual([false, true]);
    expect(both[0].registry).toBe(both[1].registry);
    expect((await status(ours)).components).toHaveLength(8);
    cluster = both[0];
  });

  test('rejects a directory with other files, and keeps them', async () => {
    writeFileSync(join(parent, 'precious'), '');
    const wrong = instance({ ...process.env, CLUSTER_DIR: parent });
    await expect(up({}, wrong)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('has files but none of a cluster'),
    });
    await expect(down(wrong)).rejects.toMatchObject({ exitCode: 2 });
    expect(existsSync(join(parent, 'precious'))).toBe(true);
  });
});

describe('the cluster', () => {
  test('runs a busybox Job to completion, and returns its log', async () => {
    await create(job('hello', { image: 'busybox', command: ['echo', 'Hello, World!'] }));
    await kubectl('wait', '--for=condition=Complete', 'job/hello', '--timeout=60s');
    expect(await kubectl('logs', 'job/hello')).toBe('Hello, World!\n');
  });

  test('has an image that exits with the code it is given', async () => {
    await create(job('three', { image: 'exit', args: ['3'] }));
    await kubectl('wait', '--for=condition=Failed', 'job/three', '--timeout=60s');
    const codes = await kubectl(
      'get',
      'pods',
      '-l',
      'job-name=three',
      '-o',
      'jsonpath={.items[*].status.containerStatuses[*].state.terminated.exitCode}',
    );
    expect(codes).toBe('3');
  });

  test('has an image that writes a given number of numbered lines of a given length', async () => {
    await create(job('chatty', { image: 'chatty', args: ['2000', '400'] }));
    await kubectl('wait', '--for=condition=Complete', 'job/chatty', '--timeout=60s');
    const lines = (await kubectl('logs', 'job/chatty')).trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/\.*$/, ''))).toEqual(
      Array.from({ length: 2000 }, (_, i) => `line ${i + 1}`),
    );
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([400]));
  });

  test('has an image with ordinary programs', async () => {
    const script =
      'set -e; echo "[1]" | jq -c .; python3 -c "import json, sqlite3; print(2)"; perl -e "print 3, qq(\\n)"; sqlite3 :memory: "select 4"; ' +
      'awk "BEGIN { print 5 }"; echo 6 | gzip | gunzip; git --version | cut -c-3; readlink /bin; stat -c %a /tmp';
    await create(job('programs', { image: 'debian', command: ['bash', '-c', script] }));
    await kubectl('wait', '--for=condition=Complete', 'job/programs', '--timeout=90s');
    expect(await kubectl('logs', 'job/programs')).toBe('[1]\n2\n3\n4\n5\n6\ngit\nusr/bin\n1777\n');
  });

  test('connects Pods to each other and the machine, without forwarding on the machine', async () => {
    await create(
      job('server', { image: 'busybox', command: ['sh', '-c', 'echo ping | nc -l -p 7000'] }),
    );
    await kubectl('wait', '--for=condition=Ready', 'pod', '-l', 'job-name=server', '--timeout=60s');
    const [address, host] = (
      await kubectl(
        'get',
        'pods',
        '-l',
        'job-name=server',
        '-o',
        'jsonpath={.items[0].status.podIP} {.items[0].status.hostIP}',
      )
    ).split(' ');
    await create(
      job('client', {
        image: 'busybox',
        command: [
          'sh',
          '-c',
          `nc ${address} 7000 </dev/null && ping -c 1 -W 2 ${host} >/dev/null && echo pong`,
        ],
      }),
    );
    await kubectl('wait', '--for=condition=Complete', 'job/client', '--timeout=60s');
    expect(await kubectl('logs', 'job/client')).toBe('ping\npong\n');
    expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8').trim()).toBe(
      before.own.forwarding,
    );
  });

  test('keeps the address of its bridge when a Pod with a lower one starts, so that Pods do not lose DNS', async () => {
    const address = () => readFileSync(`/sys/class/net/${ours.bridge}/address`, 'utf8');
    const given = address();
    const port = `${ours.bridge}x`;
    const veth = ['type', 'veth', 'peer', 'name', `${port}p`];
    await run('ip', ['link', 'add', port, 'address', '00:00:5e:00:53:01', ...veth]);
    try {
      await run('ip', ['link', 'set', port, 'master', ours.bridge]);
      expect(address()).toBe(given);
    } finally {
      await run('ip', ['link', 'delete', port]);
    }
    expect(address()).toBe(given);
  });

  test('resolves the names of headless Services, and fails at once for other names', async () => {
    await create(headless('web'));
    await create(
      member(
        'first',
        'web',
        { image: 'busybox', command: ['sleep', '600'] },
        { hostname: 'web-0', subdomain: 'web' },
      ),
    );
    await kubectl('wait', '--for=condition=Ready', 'pod/first', '--timeout=60s');
    const address = await kubectl('get', 'pod', 'first', '-o', 'jsonpath={.status.podIP}');
    await create(job('resolver', { image: 'debian', command: ['python3', '-c', RESOLVE] }));
    await kubectl('wait', '--for=condition=Complete', 'job/resolver', '--timeout=60s');
    expect((await kubectl('logs', 'job/resolver')).trimEnd().split('\n')).toEqual([
      `web: ${address}`,
      `web-0.web: ${address}`,
      `web-0.web.default.svc.cluster.local: ${address}`,
      'localhost: 127.0.0.1',
      'web-1.web: none',
      'nothing: none',
      'nothing.default.svc.cluster.local: none',
      'example.com: none',
    ]);
  });

  test('has a Redis image that runs as any user on a read-only root and is reached by the name of a Service', async () => {
    await create(headless('queue'));
    const securityContext = {
      runAsUser: 65532,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    };
    await create(member('redis', 'queue', { image: 'redis:7', securityContext }));
    await kubectl('wait', '--for=condition=Ready', 'pod/redis', '--timeout=60s');
    await create(
      job('ping', {
        image: 'redis',
        command: ['sh', '-c', 'until redis-cli -h queue PING 2>/dev/null; do :; done'],
      }),
    );
    await kubectl('wait', '--for=condition=Complete', 'job/ping', '--timeout=60s');
    expect(await kubectl('logs', 'job/ping')).toBe('PONG\n');
  });

  test('supports exec, and runs a Job without root in a namespace that enforces Pod Security restricted', async () => {
    await create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'locked', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    await until('the service account', 20_000, async () =>
      kubectl('get', 'serviceaccount', 'default', '-n', 'locked').catch(() => undefined),
    );
    await create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'unprivileged', namespace: 'locked' },
      spec: {
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'main',
            image: 'busybox',
            command: ['sleep', '600'],
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    });
    await kubectl(
      'wait',
      '--for=condition=Ready',
      'pod/unprivileged',
      '-n',
      'locked',
      '--timeout=60s',
    );
    expect(await kubectl('exec', 'unprivileged', '-n', 'locked', '--', 'id', '-u')).toBe('65532\n');
  });

  test('listens only on loopback, except for DNS, which Pods reach on the bridge', async () => {
    const listeners = listenersOf(processesOf(ours));
    // API server, controller manager, scheduler, kubelet, registry, containerd's streaming server, and DNS twice
    expect(listeners.map(({ port }) => port)).toEqual(
      expect.arrayContaining((await status(ours)).components.flatMap(({ port }) => port ?? [])),
    );
    expect(listeners.length).toBeGreaterThanOrEqual(8);
    const bridge = kernelAddress(readState(ours)!.network.gateway);
    expect(listeners.filter(({ address }) => !LOOPBACK.includes(address))).toEqual([
      { protocol: 'tcp', address: bridge, port: 53 },
      { protocol: 'udp', address: bridge, port: 53 },
    ]);
  });

  test('has a status with the process of every component, which reports that it is up', async () => {
    const now = await status(ours);
    expect(now.up).toBe(true);
    expect(now.components.map(({ name }) => name).sort()).toEqual([
      'containerd',
      'coredns',
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kubelet',
      'registry',
    ]);
    expect(
      now.components.filter(({ running, memoryBytes }) => !running || memoryBytes === 0),
    ).toEqual([]);
  });

  test('adds no mounts to those of the machine', async () => {
    expect((await traces()).own.mounts).toEqual(before.own.mounts);
  });
});

describe('the cluster after kill -9', () => {
  test('has a status that reports that it is not up', async () => {
    expect(processesOf(ours).length).toBeGreaterThan(8); // components, and at least a shim with its containers
    for (const pid of processesOf(ours)) process.kill(pid, 'SIGKILL');
    await until(
      'the processes to end',
      20_000,
      async () => processesOf(ours).length === 0 || undefined,
    );
    expect(await status(ours)).toMatchObject({
      up: false,
      components: expect.arrayContaining([
        expect.objectContaining({ name: 'etcd', running: false }),
      ]),
    });
  });

  test('starts again, empty, when all processes were killed', async () => {
    cluster = await up({}, ours);
    expect(cluster.wasUp).toBe(false);
    expect(await kubectl('get', 'jobs', '-A', '-o', 'name')).toBe('');
    await create(job('hello', { image: 'busybox', command: ['echo', 'again'] }));
    await kubectl('wait', '--for=condition=Complete', 'job/hello', '--timeout=60s');
    expect(await kubectl('logs', 'job/hello')).toBe('again\n');
  });

  test('starts again when one component was killed', async () => {
    process.kill(
      (await status(ours)).components.find(({ name }) => name === 'kube-scheduler')!.pid,
      'SIGKILL',
    );
    await until('status to report it', 5000, async () => !(await status(ours)).up || undefined);
    cluster = await up({}, ours);
    expect(cluster.wasUp).toBe(false);
  });
});

describe('up after a failure', () => {
  test('starts the cluster when an earlier start was killed half-way', async () => {
    await down(ours);
    const half = spawnUp({ CLUSTER_DIR: ours.dir });
    await until(
      'etcd, API server, registry, containerd and kubelet to start',
      60_000,
      async () => processesOf(ours).length >= 5 || undefined,
    );
    half.kill('SIGKILL');
    expect(existsSync(join(ours.dir, 'state.json'))).toBe(false); // else it was not half-way
    cluster = await up({}, ours);
    expect(cluster.wasUp).toBe(false);
    expect(await kubectl('get', 'nodes', '-o', 'name')).toBe('node/localhost\n');
  });

  test('reports a component that ends with the end of its log, and leaves nothing behind', async () => {
    // A cache like the real one, but for a Kubernetes that only complains.
    const [cache, broken] = [
      join(parent, 'cache'),
      instance({ ...process.env, CLUSTER_DIR: join(parent, 'b') }),
    ];
    const kube = join(cache, 'kube', basename(dirname((await builtKube())!.binary)));
    mkdirSync(kube, { recursive: true });
    writeFileSync(join(kube, 'kube'), '#!/bin/sh\necho "no $1 today" >&2\nexit 3\n', {
      mode: 0o755,
    });
    for (const same of ['tools', 'layers']) symlinkSync(join(cacheDir(), same), join(cache, same));
    const failing = spawnUp({ CLUSTER_DIR: broken.dir, CDK8S_JOBS_CACHE: cache });
    let stderr = '';
    failing.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => failing.once('close', resolve));
    rmSync(cache, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'etcd ended with exit code 3. The end of its log:\nno etcd today\n',
    });
    expect(existsSync(broken.dir)).toBe(false);
    expect(processesOf(broken)).toEqual([]);
    expect((await run('ip', ['link'])).includes(broken.bridge)).toBe(false);
  });
});

describe('down', () => {
  test('leaves no process, mount, link, namespace, cgroup, kernel setting or file behind, with Pods running', async () => {
    await create({
      ...job(
        'sleeper',
        {
          image: 'busybox',
          command: ['sleep', '600'],
          volumeMounts: [{ name: 'memory', mountPath: '/memory' }],
        },
        { volumes: [{ name: 'memory', emptyDir: { medium: 'Memory' } }] },
      ),
    });
    await kubectl(
      'wait',
      '--for=condition=Ready',
      'pod',
      '-l',
      'job-name=sleeper',
      '--timeout=60s',
    );
    const [during, begin] = [await traces(), Date.now()];
    for (const trace of ['processes', 'links', 'cgroups', 'files'] as const) {
      expect(during.own[trace].length).toBeGreaterThan(before.own[trace].length);
    }

    expect(await down(ours)).toEqual({ dir: ours.dir, found: true });
    console.info(`down took ${Date.now() - begin} ms`);
    const after = await traces();
    expect(after.own).toEqual(before.own);
    // What clusters share stays while another one is up, such as the developer's own.
    if (!before.othersRun && !after.othersRun) expect(after.shared).toEqual(before.shared);
  });

  test('finds nothing to stop when it runs again', async () => {
    expect(await down(ours)).toEqual({ dir: ours.dir, found: false });
    expect(await status(ours)).toEqual({ dir: ours.dir, up: false, components: [] });
  });
});

/** Prints the address of each name. The name of a Pod resolves a moment after the Pod is Ready. */
const RESOLVE = `
import socket, time

def ask(name):
    begin = time.monotonic()
    try:
        found = socket.gethostbyname(name)
    except socket.gaierror:
        found = 'none'
    took = time.monotonic() - begin
    return found if took < 1 else f'{found} after {took:.1f} s'

end = time.monotonic() + 20
while ask('web-0.web') == 'none' and time.monotonic() < end:
    time.sleep(0.05)
domain = 'default.svc.cluster.local'
for name in ['web', 'web-0.web', f'web-0.web.{domain}', 'localhost', 'web-1.web', 'nothing', f'nothing.{domain}', 'example.com']:
    print(f'{name}: {ask(name)}')
`;

const LOOPBACK = [
  '0100007F',
  '00000000000000000000000001000000',
  '0000000000000000FFFF00000100007F',
];

function spawnUp(env: NodeJS.ProcessEnv): ChildProcess {
  const root = join(__dirname, '..', '..');
  const args = [
    join(root, 'node_modules/ts-node/dist/bin.js'),
    '-T',
    '-P',
    join(root, 'tsconfig.dev.json'),
    join(__dirname, 'main.ts'),
    'up',
  ];
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function kubectl(...args: string[]): Promise<string> {
  return run(cluster.kubectl, ['--kubeconfig', cluster.kubeconfig, ...args], {
    timeoutMs: 100_000,
  });
}

async function create(manifest: object): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = execFile(
      cluster.kubectl,
      ['--kubeconfig', cluster.kubeconfig, 'create', '-f', '-'],
      (error, _, stderr) => (error ? reject(new Error(stderr)) : resolve()),
    );
    child.stdin!.end(JSON.stringify(manifest));
  });
}
