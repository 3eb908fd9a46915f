import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache';
import { run } from './command';
import { debianRelease, withPackages } from './debian';

/** One layer: the tar file and what identifies it. */
export interface Layer {
  readonly file: string;
  readonly digest: string;
  readonly size: number;
}

export interface Image {
  readonly layer: Layer;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

/** An image under one of its names in the registry, such as `library/busybox` and `latest`. */
export interface TaggedImage {
  readonly repository: string;
  readonly tag: string;
  readonly image: Image;
}

/** Prints as many lines as the first argument says, numbered, each padded to as many bytes as the second says. */
const CHATTY =
  'BEGIN { for (i = 1; i <= ARGV[1]; i++) { line = "line " i; while (length(line) < ARGV[2]) line = line substr(dots, 1, ARGV[2] - length(line)); print line } }';

const DEBIAN = [
  'bash',
  'coreutils',
  'dash',
  'debianutils',
  'diffutils',
  'findutils',
  'gawk',
  'git',
  'grep',
  'gzip',
  'hostname',
  'jq',
  'perl-base',
  'procps',
  'python3',
  'sed',
  'sqlite3',
  'tar',
  'xz-utils',
];

/** For other Pods too, without a password. It keeps its data in memory only, so it runs as any user and on a read-only root. */
const REDIS = ['redis-server', '--protected-mode', 'no', '--save', '', '--appendonly', 'no'];

/** What the local registry offers. `tools` is where busybox is unpacked. */
export async function images(tools: string): Promise<TaggedImage[]> {
  const busybox = await busyboxLayer(tools);
  // One after the other: each may have to update the lists of packages, which only one can at a time.
  const debian = await debianImage(DEBIAN);
  const redis = await debianImage(['dash', 'coreutils', 'redis-server', 'redis-tools'], {
    command: REDIS,
  });
  const dots = `dots = "${'.'.repeat(256)}"`;
  const exit: Image = { layer: busybox, entrypoint: ['sh', '-c', 'exit "${1:-0}"', 'exit'] };
  const chatty: Image = {
    layer: busybox,
    entrypoint: ['awk', CHATTY.replace('BEGIN {', `BEGIN { ${dots};`)],
    command: ['1000'],
  };
  // The sandbox's program only has to be there; containerd ends it with SIGKILL.
  const pause: Image = { layer: busybox, command: ['sleep', '2147483647'] };
  const shell: Image = { layer: busybox, command: ['sh'] };
  return [
    { repository: 'library/busybox', tag: 'latest', image: shell },
    { repository: 'library/busybox', tag: '1.36', image: shell },
    { repository: 'pause', tag: '3.10', image: pause },
    { repository: 'library/exit', tag: 'latest', image: exit },
    { repository: 'library/chatty', tag: 'latest', image: chatty },
    { repository: 'library/debian', tag: 'latest', image: debian },
    { repository: 'library/redis', tag: 'latest', image: redis },
    { repository: 'library/redis', tag: '7', image: redis },
  ];
}

/** Programs of Debian with all that they depend on, as one layer. Package scripts are not run. */
export async function debianImage(
  packages: readonly string[],
  config: Omit<Image, 'layer'> = { command: ['bash'] },
): Promise<Image> {
  const layer = await cachedLayer(
    ['debian', ...packages, debianRelease(), process.arch],
    async (root) => {
      // Packages still name /bin and /lib; in an installed Debian these are links.
      for (const name of ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32']) {
        await mkdir(join(root, 'usr', name), { recursive: true });
        await symlink(`usr/${name}`, join(root, name));
      }
      await withPackages(
        [...packages, 'base-files', 'base-passwd', 'libc-bin'],
        { dependencies: true },
        async (files) => {
          const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
          for (const file of files) await run('sh', ['-ec', unpack, 'sh', file, root]);
        },
      );
      // What the scripts of base-passwd, base-files and update-alternatives would have made.
      for (const name of ['passwd', 'group']) {
        await copyFile(join(root, `usr/share/base-passwd/${name}.master`), join(root, 'etc', name));
      }
      if (!existsSync(join(root, 'bin/sh'))) await symlink('dash', join(root, 'bin/sh'));
      if (!existsSync(join(root, 'bin/awk'))) {
        await symlink(existsSync(join(root, 'bin/gawk')) ? 'gawk' : 'mawk', join(root, 'bin/awk'));
      }
      await commonFiles(root);
      for (const bulk of ['doc', 'man', 'locale', 'info']) {
        await rm(join(root, 'usr/share', bulk), { recursive: true, force: true });
      }
    },
  );
  return { layer, ...config };
}

async function busyboxLayer(tools: string): Promise<Layer> {
  const binary = join(tools, 'bin/busybox');
  return cachedLayer(
    ['busybox', createHash('sha256').update(readFileSync(binary)).digest('hex')],
    async (root) => {
      for (const dir of ['bin', 'usr/bin', 'proc', 'sys', 'dev', 'var']) {
        await mkdir(join(root, dir), { recursive: true });
      }
      await copyFile(binary, join(root, 'bin/busybox'));
      for (const applet of (await run(binary, ['--list']))
        .split('\n')
        .filter((name) => name && name !== 'busybox')) {
        await symlink('busybox', join(root, 'bin', applet));
      }
      await mkdir(join(root, 'etc'));
      await writeFile(
        join(root, 'etc/passwd'),
        'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n',
      );
      await writeFile(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
      await commonFiles(root);
    },
  );
}

async function commonFiles(root: string): Promise<void> {
  for (const dir of ['root', 'tmp', 'var/tmp']) await mkdir(join(root, dir), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  await chmod(join(root, 'var/tmp'), 0o1777);
}

/** Times, owners and order are fixed, so that the same files have the same digest wherever they are packed; a+rX undoes a strict umask. */
async function cachedLayer(
  inputs: readonly string[],
  fill: (root: string) => Promise<void>,
): Promise<Layer> {
  const dir = await cached('layers', inputs, async (out) => {
    const root = await mkdtemp(join(tmpdir(), 'cdk8s-jobs-layer-'));
    try {
      await fill(root);
      await run(
        'tar',
        [
          '--sort=name',
          '--mtime=@0',
          '--owner=0',
          '--group=0',
          '--numeric-owner',
          '--format=gnu',
          '--mode=a+rX',
          '-cf',
          join(out, 'layer.tar'),
          '-C',
          root,
          '.',
        ],
        { timeoutMs: 300_000 },
      );
      await writeFile(join(out, 'digest'), `sha256:${await sha256(join(out, 'layer.tar'))}`);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
  const file = join(dir, 'layer.tar');
  return { file, digest: readFileSync(join(dir, 'digest'), 'utf8'), size: (await stat(file)).size };
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
