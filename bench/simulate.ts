import { median, sideBySide } from './side-by-side';
import { objectIn } from '../src/kubernetes/json';
import { VirtualScheduler } from '../src/local/cluster/scheduler';
import { ScriptedNode } from '../src/local/cluster/scripted-node';
import { LocalCluster } from '../src/local/local-cluster';
import { JOBS } from '../src/local/store/known-types';

const SIZES: [jobs: number, podsPerJob: number][] = [
  [100, 10],
  [1_000, 10],
  [10_000, 10],
  [1, 1_000],
  [1, 10_000],
];
const START = Date.UTC(2030, 0, 1);
const DAY_MS = 86_400_000;

interface Measured {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** Jobs of so many indexes. Some Pods fail first, and all run for another time. */
function one(jobs: number, podsPerJob: number): void {
  const start = process.hrtime.bigint();
  const scheduler = new VirtualScheduler(START);
  const { store } = new LocalCluster({ scheduler });
  let created = 0;
  new ScriptedNode(store, scheduler, () => {
    const nth = created++;
    return { startSeconds: 1 + (nth % 3), runSeconds: 5 + (nth % 41), exitCode: nth % 13 ? 0 : 1 };
  });
  const spec = {
    completionMode: 'Indexed',
    completions: podsPerJob,
    parallelism: podsPerJob,
    backoffLimit: podsPerJob,
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] } },
  };
  for (let i = 0; i < jobs; i++) {
    const metadata = { name: `job-${i}` };
    store.create(JOBS, 'default', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec });
  }
  scheduler.advanceTo(START + DAY_MS);
  for (const { metadata, status } of store.list(JOBS)) {
    const { succeeded } = objectIn(status);
    if (succeeded !== podsPerJob) {
      throw new Error(`${metadata.name}: ${String(succeeded)} succeeded`);
    }
  }
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  console.log(JSON.stringify({ milliseconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));
}

function compare(): void {
  console.log('| Jobs | Pods of each | time | memory |\n|---|---|---|---|');
  for (const [jobs, podsPerJob] of SIZES) {
    const rounds = sideBySide<Measured>(__filename, ['simulate'], jobs, podsPerJob);
    const [time, memory] = (['milliseconds', 'mebibytes'] as const).map((what) =>
      median(rounds.map(({ simulate }) => simulate[what])).toFixed(0),
    );
    console.log(`| ${jobs} | ${podsPerJob} | ${time} ms | ${memory} MiB |`);
  }
}

const [way, jobs, podsPerJob] = process.argv.slice(2);
if (way) one(Number(jobs), Number(podsPerJob));
else compare();
