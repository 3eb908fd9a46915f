import { median, sideBySide } from './side-by-side';
import type { JobSpec } from '../src/local/objects';
import { VirtualCluster } from '../src/local/virtual-cluster';

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
  let created = 0;
  const cluster = new VirtualCluster(START, () => {
    const nth = created++;
    return { startSeconds: 1 + (nth % 3), runSeconds: 5 + (nth % 41), exitCode: nth % 13 ? 0 : 1 };
  });
  const spec: JobSpec = {
    completionMode: 'Indexed',
    completions: podsPerJob,
    parallelism: podsPerJob,
    backoffLimit: podsPerJob,
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] } },
  };
  for (let i = 0; i < jobs; i++) cluster.createJob(`job-${i}`, spec);
  cluster.advanceTo(START + DAY_MS);
  for (let i = 0; i < jobs; i++) {
    const { succeeded } = cluster.jobNamed(`job-${i}`)!.status;
    if (succeeded !== podsPerJob) throw new Error(`job-${i}: ${succeeded} Pods succeeded`);
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
