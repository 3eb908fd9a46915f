import { existsSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, cachePath } from './cache';
import { run } from './command';

const SOURCE = join(__dirname, 'kube');

export interface Kube {
  /** The one binary; its first argument says which program it is. */
  readonly binary: string;
  readonly kubectl: string;
}

export interface BuildOptions {
  readonly say?: (line: string) => void;
}

/** Kubernetes' programs, built once for these sources, flags and Go, outside of the clone. */
export async function buildKube({ say }: BuildOptions = {}): Promise<Kube> {
  const inputs = await buildInputs();
  if (!existsSync(cachePath('kube', inputs))) {
    say?.(
      `building Kubernetes ${kubernetesVersion()} (once; about 6 minutes on 2 cores, seconds if Go has it cached)`,
    );
  }
  return programs(
    await cached('kube', inputs, async (dir) => {
      await run('go', [...buildArgs(kubernetesVersion()), '-o', join(dir, 'kube'), '.'], {
        cwd: SOURCE,
        timeoutMs: 60 * 60_000,
      });
      await symlink('kube', join(dir, 'kubectl'));
    }),
  );
}

/** The programs, if they have been built before. */
export async function builtKube(): Promise<Kube | undefined> {
  const dir = await buildInputs().then(
    (inputs) => cachePath('kube', inputs),
    () => undefined,
  );
  return dir && existsSync(dir) ? programs(dir) : undefined;
}

/** The release that go.mod asks for, such as 1.35.4. */
export function kubernetesVersion(): string {
  return /k8s\.io\/kubernetes v(\S+)/.exec(readFileSync(join(SOURCE, 'go.mod'), 'utf8'))![1];
}

function programs(dir: string): Kube {
  return { binary: join(dir, 'kube'), kubectl: join(dir, 'kubectl') };
}

async function buildInputs(): Promise<string[]> {
  const sources = ['go.mod', 'go.sum', 'main.go'].map((file) =>
    readFileSync(join(SOURCE, file), 'utf8'),
  );
  return [...sources, ...buildArgs(kubernetesVersion()), ...(await goInputs())];
}

/** What the Go that builds makes of the same sources. */
export async function goInputs(): Promise<string[]> {
  return [await run('go', ['version']), await run('go', ['env', 'GOARCH', 'CGO_ENABLED'])];
}

/** Flags that make a program which takes itself for the release. */
export function buildArgs(release: string): string[] {
  const [major, minor] = release.split('.');
  const version = { gitVersion: `v${release}`, gitMajor: major, gitMinor: minor };
  const stamps = Object.entries(version).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  // No stamp of the clone's commit: it would make every commit another binary, and git may refuse a clone of another owner.
  return [
    'build',
    '-buildvcs=false',
    '-trimpath',
    '-tags',
    'providerless',
    '-ldflags',
    ['-s', '-w', ...stamps].join(' '),
  ];
}
