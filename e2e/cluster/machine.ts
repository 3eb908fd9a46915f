import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Instance } from './instance';
import { exclusively } from './lock';
import { runningClusters } from './processes';

/** Paths that programs have built in. Each cluster sees a directory of its own there (containerd.ts). */
export const BUILT_IN_DIRS = [
  '/run/containerd',
  '/var/lib/cni',
  '/var/lib/kubelet',
  '/var/log/containers',
  '/var/log/pods',
] as const;

/** The kubelet sets these kernel settings when it starts, and has no option against it. */
const SETTINGS = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

/** What was there before the first cluster. In /run, so that a reboot forgets it together with the settings. */
const RECORD = '/run/cdk8s-jobs/machine.json';

interface Before {
  readonly settings: Record<string, string>;
  /** Directories that we made, outermost first. */
  readonly madeDirs: string[];
}

/** Note what is about to change on the machine itself, and make the mount points that it lacks. */
export async function borrowMachine(): Promise<void> {
  await exclusively('machine', async () => borrow());
}

/** Put the machine back as it was, unless another cluster still runs on it. */
export async function returnMachine(cluster: Instance): Promise<void> {
  await exclusively('machine', async () => giveBack(cluster));
}

function borrow(): void {
  if (!existsSync(RECORD)) {
    const before: Before = {
      settings: Object.fromEntries(
        SETTINGS.filter((name) => existsSync(`/proc/sys/${name}`)).map((name) => [
          name,
          readFileSync(`/proc/sys/${name}`, 'utf8').trim(),
        ]),
      ),
      madeDirs: BUILT_IN_DIRS.filter((dir) => !existsSync(dir)),
    };
    mkdirSync(dirname(RECORD), { recursive: true });
    writeFileSync(RECORD, JSON.stringify(before));
  }
  for (const dir of BUILT_IN_DIRS) mkdirSync(dir, { recursive: true });
}

function giveBack(cluster: Instance): void {
  const others = [...runningClusters()].filter((dir) => dir !== cluster.dir);
  if (others.length || !existsSync(RECORD)) return;
  const before = JSON.parse(readFileSync(RECORD, 'utf8')) as Before;
  for (const [name, value] of Object.entries(before.settings)) {
    if (readFileSync(`/proc/sys/${name}`, 'utf8').trim() !== value) {
      writeFileSync(`/proc/sys/${name}`, value);
    }
  }
  for (const dir of before.madeDirs) {
    try {
      rmdirSync(dir);
    } catch {
      /* another process uses it by now */
    }
  }
  rmSync(dirname(RECORD), { recursive: true });
}
