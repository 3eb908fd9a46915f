import { chmodSync, writeFileSync } from 'node:fs';
import { connect, createServer, AddressInfo } from 'node:net';
import { join } from 'node:path';
import { accountWith, ALL, clusterUnderTest, kubeconfigFor, Rights } from './account';
import { cli, CliResult, deployCli, jobOf, logLines, MAIN } from './cli';
import { inNamespace, kubectl } from '../harness';
import { execute } from './execute';
import { temporaryFolder } from '../../test/temporary-folder';

const without = (...rights: Rights) => ALL.filter((right) => !rights.includes(right));
const JOBS = ALL[0];
const WATCHLESS = 'get list patch create delete jobs';

const deployed = async (
  namespace: string,
  rights: Rights,
  args: readonly string[] = [],
): Promise<CliResult> =>
  deployCli(
    namespace,
    [jobOf('works', 'echo hello')],
    ['--kubeconfig', kubeconfigFor({ token: await accountWith(namespace, rights) }), ...args],
  );

test.concurrent(
  'deploy works without warnings with the permissions that docs/access.md lists',
  () =>
    inNamespace(async (namespace) => {
      const { code, stderr } = await deployed(namespace, ALL);
      expect(code).toBe(0);
      expect(stderr).not.toContain('warning');
      expect(logLines(stderr, 'works')).toEqual(['hello']);
    }),
);

test.concurrent.each<[string, Rights, RegExp, string[]]>([
  [
    'watch Jobs, and polls them',
    [WATCHLESS, ...without(JOBS)],
    /cannot watch resource "jobs"/,
    ['hello'],
  ],
  [
    'watch Pods, and polls them',
    [...without(ALL[1]), 'get list pods'],
    /cannot watch resource "pods"/,
    ['hello'],
  ],
  ['read Pods', without(ALL[1]), /cannot list resource "pods"/, []],
  ['read logs', without(ALL[2]), /cannot get resource "pods\/log"/, []],
])(
  'deploy succeeds without permission to %s, and prints the missing verb',
  async (_, rights, warning, lines) =>
    inNamespace(async (namespace) => {
      const { code, stderr } = await deployed(namespace, rights);
      expect(code).toBe(0);
      expect(stderr).toMatch(warning);
      expect(logLines(stderr, 'works')).toEqual(lines);
    }),
);

test.concurrent.each<[string, Rights, RegExp]>([
  [
    'list Jobs',
    ['get watch patch create delete jobs', ...without(JOBS)],
    /cannot list resource "jobs" in API group "batch"/,
  ],
  [
    'patch Jobs',
    ['get list watch create delete jobs', ...without(JOBS)],
    /cannot patch resource "jobs" in API group "batch"/,
  ],
  [
    'create Jobs',
    ['get list watch patch delete jobs', ...without(JOBS)],
    /cannot create resource "jobs" in API group "batch"/,
  ],
])(
  'deploy applies nothing without permission to %s, and prints the missing verb',
  async (_, rights, message) =>
    inNamespace(async (namespace) => {
      const { code, stdout, stderr } = await deployed(namespace, rights);
      expect(code).toBe(3);
      expect(stderr).toMatch(message);
      expect(stdout).toBe('Nothing was applied.\n');
      expect((await kubectl('get', 'jobs', '-n', namespace, '-o', 'name')).stdout).toBe('');
    }),
);

test.concurrent(
  'deploy rejects a replacement without permission to delete Jobs, and keeps the old Job',
  () =>
    inNamespace(async (namespace) => {
      await deployCli(namespace, [jobOf('works', 'echo before')]);
      const { code, stderr } = await deployed(namespace, [
        'get list watch patch create jobs',
        ...without(JOBS),
      ]);
      expect(code).toBe(3);
      expect(stderr).toMatch(/Job works .* was rejected: .*cannot delete resource "jobs"/);
      expect((await kubectl('get', 'job', 'works', '-n', namespace)).code).toBe(0);
    }),
);

test.concurrent('deploy authenticates with a credential plugin', () =>
  inNamespace(async (namespace) => {
    const token = await accountWith(namespace, ALL);
    const plugin = join(temporaryFolder('plugin-'), 'plugin');
    writeFileSync(
      plugin,
      `#!/bin/sh\necho '${JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } })}'\n`,
    );
    chmodSync(plugin, 0o755);
    const config = kubeconfigFor({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: plugin,
        interactiveMode: 'Never',
      },
    });
    expect(
      (await deployCli(namespace, [jobOf('works', 'true')], ['--kubeconfig', config])).code,
    ).toBe(0);
  }),
);

test.concurrent('deploy authenticates with the service account of the Pod it runs in', () =>
  inNamespace(async (namespace) => {
    const { host, port, ca } = clusterUnderTest();
    const files = temporaryFolder('pod-');
    writeFileSync(join(files, 'token'), await accountWith(namespace, ALL));
    writeFileSync(join(files, 'ca.crt'), ca);
    writeFileSync(join(files, 'namespace'), namespace);
    // Where Kubernetes puts the account is fixed, so this process sees another /run than the machine's.
    const inPod =
      'mount -t tmpfs tmpfs /run && mkdir -p /run/secrets/kubernetes.io && ln -s "$FILES" /run/secrets/kubernetes.io/serviceaccount && exec "$@"';
    const env = {
      ...process.env,
      KUBECONFIG: '',
      HOME: files,
      FILES: files,
      KUBERNETES_SERVICE_HOST: host,
      KUBERNETES_SERVICE_PORT: port,
    };
    const { code, stdout } = await execute(
      'unshare',
      ['--mount', 'sh', '-c', inPod, 'sh', process.execPath, MAIN, 'deploy', '-'],
      { env, input: JSON.stringify(jobOf('works', 'true')) },
    );
    expect(stdout).toMatch(new RegExp(`^succeeded +Job ${namespace}/works`));
    expect(code).toBe(0);
  }),
);

test.concurrent('deploy sends every request through HTTPS_PROXY', () =>
  inNamespace(async (namespace) => {
    const { host, port } = clusterUnderTest();
    const asked: string[] = [];
    const proxy = createServer((near) =>
      near.once('data', (head) => {
        asked.push(head.toString().split('\r\n')[0]);
        const far = connect(Number(port), host, () => {
          near.write('HTTP/1.1 200 OK\r\n\r\n');
          near.pipe(far).pipe(near);
        });
        for (const socket of [near, far]) {
          socket.on('error', () => {
            near.destroy();
            far.destroy();
          });
        }
      }),
    );
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      // Only the proxy knows the host.
      const config = kubeconfigFor(
        { token: await accountWith(namespace, ALL) },
        { server: 'https://api.invalid:6443', 'tls-server-name': 'localhost' },
      );
      const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
      const { code, stderr } = await cli(['deploy', '-', '-n', namespace, '--kubeconfig', config], {
        manifests: [jobOf('works', 'echo hello')],
        env,
      });
      expect(code).toBe(0);
      expect(logLines(stderr, 'works')).toEqual(['hello']);
      expect(new Set(asked)).toEqual(new Set(['CONNECT api.invalid:6443 HTTP/1.1']));
    } finally {
      proxy.close();
    }
  }),
);
