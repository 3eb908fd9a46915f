/**
 * How long a deploy takes beside the least that anything could do, kubectl and Helm, on a real control plane with fake nodes. In turns, each in a process of its
 * own and a namespace of its own.
 * ts-node bench/deploy/main.ts [JOBS… [WAY…]], where 10000i is one Job of as many indexes
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { fakeNodes, ON_FAKE_NODE } from './fake-nodes';
import { up } from '../../e2e/cluster';
import { goInputs } from '../../e2e/cluster/build';
import { cached } from '../../e2e/cluster/cache';
import { run } from '../../e2e/cluster/command';
import { median, ratioCells } from '../side-by-side';

const HELM = 'helm.sh/helm/v3/cmd/helm@v3.19.0';
const ROUNDS: Readonly<Record<string, number>> = {
  '1': 5,
  '50': 5,
  '200': 5,
  '1000': 3,
  '10000i': 1,
};
/** So many Pods of an Indexed Job at once. */
const PARALLELISM = 1_000;
const MAIN = join(__dirname, '..', '..', 'lib', 'cli', 'main.js');

interface Measured {
  readonly milliseconds: number;
  /** The most memory of all processes that were at work at once, in MiB. */
  readonly memory: number;
  /** All that the API server was asked in the meantime, by its own count: by controllers and fake nodes too. */
  readonly requests: number;
  /** From the last Job's becoming Complete, as a watch beside it saw it, to the end, in milliseconds. */
  readonly lag: number;
}

/** A command of a shell for each way, where `$FILE` holds the Jobs. */
const ways = (kubectl: string, helm: string, floor: string): Readonly<Record<string, string>> => ({
  floor: `${process.execPath} ${floor} $FILE $NAMESPACE`,
  'cdk8s-jobs': `${process.execPath} ${MAIN} deploy $FILE -n $NAMESPACE --logs none -o json`,
  kubectl: `${kubectl} apply --server-side -n $NAMESPACE -f $FILE && ${kubectl} wait -n $NAMESPACE --for=condition=Complete job --all --timeout=600s`,
  helm: `${helm} install bench $CHART -n $NAMESPACE --wait --wait-for-jobs --timeout 600s`,
});

/** Jobs as documents of YAML. */
function workload(text: string): readonly string[] {
  if (text.endsWith('i')) {
    return [
      jobOf('job', {
        completionMode: 'Indexed',
        completions: Number(text.slice(0, -1)),
        parallelism: PARALLELISM,
      }),
    ];
  }
  return Array.from({ length: Number(text) }, (_, i) => jobOf(`job-${i}`));
}

async function main(workloads: readonly string[], only: readonly string[]): Promise<void> {
  const cluster = await up({ say: (line) => console.error(line) });
  const { kubeconfig, kubectl } = cluster;
  const helm = join(
    await cached('helm', [HELM, ...(await goInputs())], async (dir) => {
      await run('go', ['install', HELM], {
        env: { ...process.env, GOBIN: dir },
        timeoutMs: 15 * 60_000,
      });
    }),
    'helm',
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-'));
  const floor = join(folder, 'floor.js');
  buildSync({
    entryPoints: [join(__dirname, 'floor.ts')],
    bundle: true,
    platform: 'node',
    outfile: floor,
    logLevel: 'error',
  });
  const stop = await fakeNodes(kubeconfig, kubectl);
  try {
    console.log(
      '| Jobs | | time | ÷ floor | of each round | ÷ kubectl | requests | memory | lag |\n|---|---|---|---|---|---|---|---|---|',
    );
    for (const count of workloads) {
      const commands = Object.fromEntries(
        Object.entries(ways(kubectl, helm, floor)).filter(
          ([way]) => only.length === 0 || only.includes(way),
        ),
      );
      const rounds: Record<string, Measured>[] = [];
      for (let round = 0; round < (ROUNDS[count] ?? 3); round++) {
        const measured: Record<string, Measured> = {};
        for (const [way, command] of Object.entries(commands)) {
          measured[way] = await measure(command, workload(count), folder, kubeconfig, kubectl);
        }
        rounds.push(measured);
      }
      for (const way of Object.keys(commands)) {
        const of = (key: keyof Measured) => median(rounds.map((round) => round[way][key]));
        const lag = workload(count).length === 1 ? of('lag') : 0; // of many, the watch beside it is the slower one
        const beside = (other: string) =>
          rounds.map((round) => round[way].milliseconds / (round[other]?.milliseconds ?? NaN));
        const besideKubectl = 'kubectl' in commands ? median(beside('kubectl')).toFixed(2) : '–';
        console.log(
          `| ${count} | ${way} | ${(of('milliseconds') / 1000).toFixed(2)} s | ${ratioCells(beside('floor'))} | ${besideKubectl} ` +
            `| ${of('requests')} | ${of('memory').toFixed(0)} MiB | ${lag > 0 ? `${lag.toFixed(0)} ms` : '–'} |`,
        );
      }
    }
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
}

let runs = 0;

async function measure(
  command: string,
  manifests: readonly string[],
  folder: string,
  kubeconfig: string,
  kubectl: string,
): Promise<Measured> {
  const namespace = `bench-${process.pid}-${runs++}`;
  const kube = (...args: string[]) =>
    run(kubectl, ['--kubeconfig', kubeconfig, ...args], { timeoutMs: 300_000 });
  await kube('create', 'namespace', namespace);
  while (!(await kube('get', 'serviceaccount', '-n', namespace, '-o', 'name')).includes('default'));
  const file = join(folder, 'jobs.yaml');
  const jobs = manifests.join('\n---\n');
  writeFileSync(file, jobs);
  const chart = join(folder, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates', 'jobs.yaml'), jobs);

  const watch = spawn(kubectl, [
    '--kubeconfig',
    kubeconfig,
    'get',
    'jobs',
    '-n',
    namespace,
    '--watch',
    '-o',
    'custom-columns=N:.metadata.name,C:.status.conditions[?(@.type=="Complete")].status',
    '--no-headers',
  ]);
  const complete = new Set<string>();
  let lastComplete = 0;
  watch.stdout.on('data', (chunk: Buffer) => {
    for (const [, name] of chunk.toString().matchAll(/^(\S+) +True$/gm)) complete.add(name);
    if (complete.size === manifests.length && lastComplete === 0) lastComplete = performance.now();
  });
  await rest();
  const before = await requests(kube);
  const started = performance.now();
  const env = {
    ...process.env,
    KUBECONFIG: kubeconfig,
    NAMESPACE: namespace,
    FILE: file,
    CHART: chart,
  };
  const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let memory = 0;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const sampler = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid!));
  }, 10);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ended = performance.now();
  clearInterval(sampler);
  const after = await requests(kube);
  watch.kill();
  await kube('delete', 'namespace', namespace);
  if (code !== 0) throw new Error(`exit code ${code} of ${command}: ${said}`);
  return {
    milliseconds: ended - started,
    memory,
    requests: after - before,
    lag: lastComplete === 0 ? 0 : ended - lastComplete,
  };
}

/** Controllers still have work when a namespace is gone: waits until the machine has little to do for a second. */
async function rest(): Promise<void> {
  for (let busy = 1; busy > 0.2;) {
    const before = machineTime();
    await sleep(1_000);
    const after = machineTime();
    busy = 1 - (after.idle - before.idle) / (after.all - before.all);
  }
}

function machineTime(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  return {
    idle: total(times.map(({ idle }) => idle)),
    all: total(times.flatMap((one) => Object.values(one))),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function jobOf(name: string, spec: object = {}): string {
  const containers = [{ name: 'main', image: 'busybox', command: ['true'] }];
  return JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers, ...ON_FAKE_NODE } } },
  });
}

async function requests(kube: (...args: string[]) => Promise<string>): Promise<number> {
  const metrics = await kube('get', '--raw', '/metrics');
  return [...metrics.matchAll(/^apiserver_request_total\{.*\} (\S+)$/gm)].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
}

/** The most that a process and its children have had, in MiB. */
function memoryOf(pid: number): number {
  try {
    const own =
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
    return Math.max(own, ...children.map(memoryOf));
  } catch {
    return 0; // it has ended meanwhile
  }
}

const given = process.argv.slice(2);
const workloads = given.filter((word) => /^\d+i?$/.test(word));
void main(
  workloads.length > 0 ? workloads : Object.keys(ROUNDS),
  given.filter((word) => !workloads.includes(word)),
);
