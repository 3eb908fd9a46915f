import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command';
import { ClusterError } from './errors';

const OLDEST_GO = [1, 25] as const;

/** Programs that a small Debian may lack, and the package that has them. None of these packages starts a service. */
const PACKAGE_OF = {
  openssl: 'openssl',
  ip: 'iproute2',
  mount: 'mount',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  tar: 'tar',
} as const;

/** What this machine is like, as far as it matters here. */
export interface Facts {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly uid: number | undefined;
  /** Output of `go version`; undefined where there is no Go. */
  readonly go: string | undefined;
  readonly apt: boolean;
}

/** Why no cluster can run here: every reason at once, and what to do about it. */
export function unmet(facts: Facts): string[] {
  if (facts.platform !== 'linux') {
    return [
      `Linux is needed, this is ${facts.platform}: use a Linux machine or VM, or set E2E_KUBECONFIG to a cluster you have`,
    ];
  }
  const reasons: string[] = [];
  if (facts.uid !== 0) {
    reasons.push(
      `root is needed for network, mounts and cgroups, this is uid ${facts.uid}: run it with sudo -E, or in a VM`,
    );
  }
  if (facts.arch !== 'x64' && facts.arch !== 'arm64') {
    reasons.push(`x64 or arm64 is needed, this is ${facts.arch}`);
  }
  if (!facts.apt) {
    reasons.push(
      "apt-get and dpkg-deb are needed, since containerd and the images come from Debian's packages: use Debian 12 or later",
    );
  }
  reasons.push(...goProblems(facts, 'to build Kubernetes'));
  return reasons;
}

/** Reasons why this machine's Go will not do. */
export function goProblems({ go }: Facts, purpose: string): string[] {
  const needed = `Go ${OLDEST_GO.join('.')} or later is needed ${purpose}`;
  const version = /go(\d+)\.(\d+)/.exec(go ?? '');
  if (!version) return [`${needed}, and \`go\` is not on PATH: see https://go.dev/dl`];
  const [major, minor] = version.slice(1).map(Number);
  const isOld = major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1]);
  return isOld ? [`${needed}, this is ${major}.${minor}: see https://go.dev/dl`] : [];
}

export async function factsOfThisMachine(): Promise<Facts> {
  return {
    platform: process.platform,
    arch: process.arch,
    uid: process.getuid?.(),
    go: onPath('go') ? await run('go', ['version']) : undefined,
    apt: onPath('apt-get') && onPath('dpkg-deb'),
  };
}

/** Refuse to start where it can't work; install the few small programs that are missing. */
export async function ensureRequirements(facts: Facts): Promise<void> {
  const reasons = unmet(facts);
  if (reasons.length) {
    throw new ClusterError(
      `the cluster cannot run here:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
      2,
    );
  }
  const missing = new Set(
    Object.entries(PACKAGE_OF)
      .filter(([program]) => !onPath(program))
      .map(([, name]) => name),
  );
  if (missing.size > 0) await installPackages(...missing);
}

/** Installs Debian packages that are used as they are. */
export async function installPackages(...names: string[]): Promise<void> {
  const install = ['install', '-y', '-q', '--no-install-recommends', ...names];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', install, { env, timeoutMs: 300_000 }).catch(async () => {
    await run('apt-get', ['update', '-q'], { env, timeoutMs: 300_000 });
    await run('apt-get', install, { env, timeoutMs: 300_000 });
  });
}

export function onPath(program: string): boolean {
  const path = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;
  return path.split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, program)));
}
