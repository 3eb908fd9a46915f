import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache';
import { run } from './command';

/**
 * Debian packages are fetched and unpacked, never installed: installing containerd or docker-registry would start
 * services that listen on every address, and nothing of the machine should change.
 */

/** What the cluster runs besides Kubernetes, unpacked once: containerd, runc, CNI plugins, busybox, a registry. */
export async function unpackTools(): Promise<string> {
  const packages = [
    'containerd',
    'runc',
    'containernetworking-plugins',
    'busybox-static',
    'docker-registry',
  ];
  return cached('tools', [...packages, debianRelease(), process.arch], async (dir) =>
    withPackages(packages, { dependencies: false }, async (files) => {
      for (const file of files) await run('dpkg-deb', ['-x', file, dir]);
    }),
  );
}

/** Names the release, since the same package list means other files in the next one. */
export function debianRelease(): string {
  return /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
}

/** Fetch packages, alone or with all that they depend on, and use the files before they are deleted. */
export async function withPackages<T>(
  packages: readonly string[],
  { dependencies }: { readonly dependencies: boolean },
  use: (files: string[]) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'cdk8s-jobs-apt-'));
  try {
    const fetch = async () =>
      dependencies
        ? fetchClosure(dir, packages)
        : run('apt-get', ['download', '-q', ...APT_OPTIONS, ...packages], {
            cwd: dir,
            timeoutMs: 300_000,
          });
    await fetch().catch(async () => {
      // a fresh machine has no package lists yet, and old lists name files that are gone
      await run('apt-get', ['update', '-q'], { timeoutMs: 300_000 });
      await fetch();
    });
    const archives = dependencies ? join(dir, 'archives') : dir;
    return await use(
      readdirSync(archives)
        .filter((file) => file.endsWith('.deb'))
        .sort()
        .map((file) => join(archives, file)),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const APT_OPTIONS = ['-o', 'APT::Sandbox::User=root'];

/** Packages that only scripts of packages use, which are not run. They bring Perl, which is more than all of Redis. */
const FOR_SCRIPTS = ['adduser', 'lsb-base', 'usrmerge'];

/** With a list of installed packages of its own apt takes every dependency, not only those that this machine lacks. */
async function fetchClosure(dir: string, packages: readonly string[]): Promise<void> {
  await mkdir(join(dir, 'archives', 'partial'), { recursive: true });
  const installed = FOR_SCRIPTS.map(
    (name) =>
      `Package: ${name}\nStatus: install ok installed\nVersion: 9999\nArchitecture: all\nMaintainer: -\nDescription: -\n`,
  );
  await writeFile(join(dir, 'status'), installed.join('\n'));
  await run(
    'apt-get',
    [
      'install',
      '-y',
      '-q',
      '--download-only',
      '--no-install-recommends',
      ...APT_OPTIONS,
      '-o',
      `Dir::State::status=${dir}/status`,
      '-o',
      `Dir::Cache=${dir}`,
      '-o',
      'Debug::NoLocking=1',
      ...packages,
    ],
    { timeoutMs: 600_000 },
  );
}
