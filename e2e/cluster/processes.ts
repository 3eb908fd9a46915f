import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOfContainers } from './cgroups';
import { hasMarker } from './directory';
import { Instance } from './instance';
import { until } from './until';

/**
 * Every process that we start carries its cluster's directory in its environment, and so do the shims that
 * containerd starts. That finds the processes of a cluster even if the process that started them was killed before it
 * could write anything down, and never takes a foreign process for ours.
 */
const MARK = 'CDK8S_JOBS_CLUSTER';

/** A process, distinguished from a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks from boot to its start. */
  readonly startTime: string;
}

export interface Component extends ProcessId {
  readonly name: string;
  readonly log: string;
}

export interface Started extends Component {
  /** Set once it has ended: what it ended with. */
  readonly ended: () => string | undefined;
}

export async function start(
  cluster: Instance,
  name: string,
  command: readonly string[],
  path = '',
): Promise<Started> {
  const log = join(cluster.dir, 'logs', `${name}.log`);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(command[0], command.slice(1), {
    cwd: cluster.dir,
    detached: true, // it outlives us, and Ctrl-C on our terminal is not for it
    stdio: ['ignore', output, output],
    env: {
      PATH: `${path}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: cluster.dir,
      [MARK]: cluster.dir,
    },
  });
  closeSync(output);
  let ended: string | undefined;
  child.once('exit', (code, signal) => {
    ended = signal ? `signal ${signal}` : `exit code ${code}`;
  });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return { name, log, pid: child.pid!, startTime: startTime(child.pid!) ?? '', ended: () => ended };
}

export function isAlive(process: ProcessId): boolean {
  return startTime(process.pid) === process.startTime;
}

/** Directories of all clusters that have a process on this machine. An API server alone does not count: it changes nothing of the machine. */
export function runningClusters(): Set<string> {
  return new Set(
    marked()
      .map(({ dir }) => dir)
      .filter(hasMarker),
  );
}

/** Processes of this cluster: its own and those in its containers. */
export function processesOf(cluster: Instance): number[] {
  return [
    ...new Set([
      ...marked()
        .filter(({ dir }) => dir === cluster.dir)
        .map(({ pid }) => pid),
      ...processesOfContainers(cluster),
    ]),
  ];
}

/**
 * End every process at once. Not by SIGTERM: nothing of a cluster's state is kept, so there is nothing to put in
 * order, and the API server alone would drain its connections for seconds while it holds its port.
 */
export async function killAll(cluster: Instance): Promise<number> {
  const killed = new Set<number>();
  await until(`the processes of ${cluster.dir} to end after SIGKILL`, 20_000, async () => {
    const left = processesOf(cluster);
    for (const pid of left) {
      killed.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        /* it has just ended */
      }
    }
    return left.length === 0 || undefined;
  });
  return killed.size;
}

/** Resident memory in bytes. */
export function residentMemory(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) * 1024;
}

function marked(): { pid: number; dir: string }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const mark = read(`/proc/${entry}/environ`)
        ?.split('\0')
        .find((variable) => variable.startsWith(`${MARK}=`));
      return mark ? [{ pid: Number(entry), dir: mark.slice(MARK.length + 1) }] : [];
    });
}

/** undefined once it has ended, also while its parent has not yet taken notice (a zombie). */
function startTime(pid: number): string | undefined {
  // The name is in parentheses and may hold anything; after it come the state and, as the 20th, the start.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').pop()?.split(' ');
  return fields && fields[0] !== 'Z' ? fields[19] : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
