import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Job as KoskoJob } from 'kubernetes-models/batch/v1/Job';
import { stringify } from 'yaml';
import { median, ratioCells, sideBySide } from './side-by-side';
import { JobsApp, SimpleJob } from '../src';

const SHAPES: [jobs: number, charts: number][] = [
  [10, 1],
  [100, 1],
  [100, 100],
  [1_000, 1],
  [1_000, 100],
  [10_000, 1],
  [10_000, 100],
];

interface Measured {
  readonly construct: number;
  readonly synth: number;
  readonly mebibytes: number;
}

type Make = (chart: Chart, i: number) => unknown;

const env = (i: number) => ({ SHARD: String(i), REGION: 'eu-central' });
const plain = (i: number) => ({
  backoffLimit: 6,
  template: {
    metadata: {
      labels: {
        'app.kubernetes.io/managed-by': 'cdk8s-jobs',
        'app.kubernetes.io/name': `chart-job-${i}`,
      },
    },
    spec: {
      automountServiceAccountToken: false,
      containers: [
        {
          command: ['/bin/app', '--shard', String(i)],
          env: [
            { name: 'HOME', value: '/tmp' },
            ...Object.entries(env(i)).map(([name, value]) => ({ name, value })),
          ],
          image: `registry.example.com/team/app:${i}`,
          name: 'main',
          resources: {
            limits: { 'ephemeral-storage': '2Gi', memory: '1Gi' },
            requests: { cpu: '100m', 'ephemeral-storage': '64Mi', memory: '128Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
            runAsGroup: 65532,
            runAsNonRoot: true,
            runAsUser: 65532,
          },
          volumeMounts: [{ mountPath: '/tmp', name: 'cdk8s-jobs-tmp' }],
        },
      ],
      restartPolicy: 'Never' as const,
      securityContext: {
        fsGroup: 65532,
        fsGroupChangePolicy: 'OnRootMismatch' as const,
        seccompProfile: { type: 'RuntimeDefault' as const },
      },
      volumes: [{ emptyDir: {}, name: 'cdk8s-jobs-tmp' }],
    },
  },
});

/** Each creates Jobs of the same content, as far as its props allow. */
const WAYS: Record<string, Make> = {
  'raw ApiObject': (chart, i) =>
    new ApiObject(chart, `job-${i}`, { apiVersion: 'batch/v1', kind: 'Job', spec: plain(i) }),
  'kplus.Job': (chart, i) =>
    new kplus.Job(chart, `job-${i}`, {
      backoffLimit: 6,
      automountServiceAccountToken: false,
      containers: [
        {
          image: `registry.example.com/team/app:${i}`,
          command: ['/bin/app', '--shard', String(i)],
          envVariables: Object.fromEntries(
            Object.entries({ HOME: '/tmp', ...env(i) }).map(([name, value]) => [
              name,
              kplus.EnvValue.fromValue(value),
            ]),
          ),
          securityContext: {
            user: 65532,
            group: 65532,
            capabilities: { drop: [kplus.Capability.NET_RAW] },
          },
          volumeMounts: [
            { path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, `tmp-${i}`, 'tmp') },
          ],
        },
      ],
      securityContext: {
        fsGroup: 65532,
        fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
      },
    }),
  'cdk8s-jobs': (chart, i) =>
    new SimpleJob(chart, `job-${i}`, {
      image: `registry.example.com/team/app:${i}`,
      command: ['/bin/app', '--shard', String(i)],
      env: env(i),
    }),
};
/** The same Jobs in an app that is made for many. */
const JOBS_APP = 'cdk8s-jobs, JobsApp';
/** Without constructs at all: generated classes that validate against the schema. */
const KOSKO = 'kosko';
/** What the others are compared with. */
const BASELINE = 'kplus.Job';

function one(way: string, jobs: number, charts: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    const start = process.hrtime.bigint();
    const outdir = folder;
    const app = way === JOBS_APP ? new JobsApp({ outdir }) : new App({ outdir });
    const make = WAYS[way === JOBS_APP ? 'cdk8s-jobs' : way];
    const synth = way === KOSKO ? withKosko(jobs) : withCdk8s(app, make, jobs, charts);
    const constructed = process.hrtime.bigint();
    synth();
    const done = process.hrtime.bigint();
    const milliseconds = (from: bigint, to: bigint) => Number(to - from) / 1e6;
    const mebibytes = process.resourceUsage().maxRSS / 1024;
    console.log(
      JSON.stringify({
        construct: milliseconds(start, constructed),
        synth: milliseconds(constructed, done),
        mebibytes,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function withCdk8s(app: App, make: Make, jobs: number, charts: number): () => void {
  for (let c = 0; c < charts; c++) {
    const chart = new Chart(app, `chart-${c}`);
    for (let i = 0; i < jobs / charts; i++) make(chart, i);
  }
  return () => app.synth();
}

function withKosko(jobs: number): () => void {
  const made = Array.from(
    { length: jobs },
    (_, i) => new KoskoJob({ metadata: { name: `job-${i}` }, spec: plain(i) }),
  );
  return () =>
    made
      .map((job) => {
        job.validate();
        return stringify(job.toJSON());
      })
      .join('---\n');
}

function compare(): void {
  const ways = [...Object.keys(WAYS), JOBS_APP, KOSKO];
  console.log(
    '| Jobs | charts | | construct | synth | both ÷ kplus.Job | of each round | memory |\n|---|---|---|---|---|---|---|---|',
  );
  for (const [jobs, charts] of SHAPES) {
    const rounds = sideBySide<Measured>(__filename, ways, jobs, charts);
    const total = ({ construct, synth }: Measured) => construct + synth;
    for (const way of ways) {
      const ratios = rounds.map((round) => total(round[way]) / total(round[BASELINE]));
      const [construct, synth, memory] = (['construct', 'synth', 'mebibytes'] as const).map(
        (what) => median(rounds.map((round) => round[way][what])).toFixed(0),
      );
      console.log(
        `| ${jobs} | ${charts} | ${way} | ${construct} ms | ${synth} ms | ${ratioCells(ratios)} | ${memory} MiB |`,
      );
    }
  }
}

const [way, jobs, charts] = process.argv.slice(2);
if (way) one(way, Number(jobs), Number(charts));
else compare();
