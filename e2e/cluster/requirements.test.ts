import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { freeSubnet } from './network';
import { unmet, type Facts } from './requirements';
import { temporaryFolder } from '../../test/temporary-folder';

const FINE: Facts = {
  platform: 'linux',
  arch: 'x64',
  uid: 0,
  go: 'go version go1.25.0 linux/amd64',
  apt: true,
};

test.each<[string, Partial<Facts>, string[]]>([
  ['returns no reason for a Debian machine with Go 1.25, as root', {}, []],
  ['returns no reason for a later Go', { go: 'go version go1.30 linux/amd64' }, []],
  ['returns no reason for arm64', { arch: 'arm64' }, []],
  [
    'returns only one reason without Linux',
    { platform: 'darwin', uid: 501, go: undefined, apt: false },
    ['Linux is needed, this is darwin'],
  ],
  [
    'requires root',
    { uid: 1000 },
    ['root is needed for network, mounts and cgroups, this is uid 1000'],
  ],
  [
    'returns where to get Go when it is missing',
    { go: undefined },
    [
      'Go 1.25 or later is needed to build Kubernetes, and `go` is not on PATH: see https://go.dev/dl',
    ],
  ],
  [
    'returns the version of an old Go',
    { go: 'go version go1.24.9 linux/amd64' },
    ['Go 1.25 or later is needed to build Kubernetes, this is 1.24'],
  ],
  ['requires apt', { apt: false }, ['apt-get and dpkg-deb are needed']],
  [
    'returns all reasons at once',
    { uid: 1000, go: undefined, apt: false, arch: 'ia32' },
    ['root', 'x64 or arm64', 'apt-get', 'Go 1.25'],
  ],
])('unmet %s', (_, facts, expected) => {
  const reasons = unmet({ ...FINE, ...facts });
  expect(reasons).toEqual(
    expected.map((start) =>
      expect.stringMatching(new RegExp(`^${start.replace(/[.()]/g, '\\$&')}`)),
    ),
  );
});

test('cluster up prints every reason without a stack trace and exits with 2 on an unsuitable machine', async () => {
  const path = temporaryFolder('cj-path-'); // a PATH without go and apt
  mkdirSync(join(path, 'bin'));
  symlinkSync(process.execPath, join(path, 'bin', 'node'));
  const { code, stderr } = await cluster('up', {
    PATH: join(path, 'bin'),
    CLUSTER_DIR: join(path, 'c'),
  });
  expect(stderr).toMatch(/^the cluster cannot run here:\n( {2}- .*\n)+$/);
  expect(stderr).toContain('`go` is not on PATH');
  expect(code).toBe(2);
});

test('cluster prints its usage for an unknown verb', async () => {
  expect(await cluster('start', {})).toEqual({
    code: 2,
    stderr: 'usage: cluster up|down|status\n',
  });
});

test.each([
  ['returns a subnet for Pods', [], 0, '10.64.0.0/20'],
  ['begins at another subnet for another id', [], 17, '10.65.16.0/20'],
  ['skips a subnet with an address of the machine', ['10.64.3.7/24'], 0, '10.64.16.0/20'],
  ['skips a subnet that a wider route covers', ['10.64.0.0/13'], 0, '10.72.0.0/20'],
  ['continues at the first subnet after the last', ['10.79.240.0/20'], 255, '10.64.0.0/20'],
])('freeSubnet %s', (_, inUse, seed, subnet) => {
  expect(freeSubnet(inUse, seed).subnet).toBe(subnet);
});

test('freeSubnet throws when no subnet is free', () => {
  expect(() => freeSubnet(['10.0.0.0/8'], 0)).toThrow('no free subnet for Pods');
});

async function cluster(
  verb: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stderr: string }> {
  const root = join(__dirname, '..', '..');
  const args = [
    join(root, 'node_modules/ts-node/dist/bin.js'),
    '-T',
    '-P',
    join(root, 'tsconfig.dev.json'),
    join(__dirname, 'main.ts'),
    verb,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, _, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stderr });
    });
  });
}
