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
  ['a Debian machine with Go 1.25, as root, will do', {}, []],
  ['a later Go will do', { go: 'go version go1.30 linux/amd64' }, []],
  ['arm64 will do', { arch: 'arm64' }, []],
  [
    'without Linux, nothing else is asked for',
    { platform: 'darwin', uid: 501, go: undefined, apt: false },
    ['Linux is needed, this is darwin'],
  ],
  [
    'without root, it says so',
    { uid: 1000 },
    ['root is needed for network, mounts and cgroups, this is uid 1000'],
  ],
  [
    'without Go, it says where to get it',
    { go: undefined },
    [
      'Go 1.25 or later is needed to build Kubernetes, and `go` is not on PATH: see https://go.dev/dl',
    ],
  ],
  [
    'with an old Go, it says which',
    { go: 'go version go1.24.9 linux/amd64' },
    ['Go 1.25 or later is needed to build Kubernetes, this is 1.24'],
  ],
  ['without apt, it says what it is for', { apt: false }, ['apt-get and dpkg-deb are needed']],
  [
    'everything that is missing is reported at once',
    { uid: 1000, go: undefined, apt: false, arch: 'ia32' },
    ['root', 'x64 or arm64', 'apt-get', 'Go 1.25'],
  ],
])('%s', (_, facts, expected) => {
  const reasons = unmet({ ...FINE, ...facts });
  expect(reasons).toEqual(
    expected.map((start) =>
      expect.stringMatching(new RegExp(`^${start.replace(/[.()]/g, '\\$&')}`)),
    ),
  );
});

test('up prints every reason without a stack trace and exits with 2 on an unsuitable machine', async () => {
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

test('an unknown verb prints the usage', async () => {
  expect(await cluster('start', {})).toEqual({
    code: 2,
    stderr: 'usage: cluster up|down|status\n',
  });
});

test.each([
  ['Pods get a subnet of their own', [], 0, '10.64.0.0/20'],
  ['clusters with another id start looking elsewhere', [], 17, '10.65.16.0/20'],
  [
    'a subnet that holds an address of the machine is passed over',
    ['10.64.3.7/24'],
    0,
    '10.64.16.0/20',
  ],
  ['a subnet that a wider route covers is passed over', ['10.64.0.0/13'], 0, '10.72.0.0/20'],
  ['the search goes round', ['10.79.240.0/20'], 255, '10.64.0.0/20'],
])('%s', (_, inUse, seed, subnet) => {
  expect(freeSubnet(inUse, seed).subnet).toBe(subnet);
});

test('if no subnet is free, the message says where to look', () => {
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
