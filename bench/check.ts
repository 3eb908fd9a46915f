import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { median, ratioCells, sideBySide } from './side-by-side';
import { checkPaths } from '../src/manifests/check';

const SIZES = [2_500, 10_000];

interface Measured {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** What is measured. */
const WAYS: Record<string, (file: string) => Promise<unknown>> = {
  /** The least that any check of YAML has to do. */
  parse: async (file) =>
    parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS()),
  check: async (file) => {
    const { counts } = await checkPaths([file]);
    if (counts.checked === 0 || counts.unreadable > 0) throw new Error(JSON.stringify(counts));
    return counts;
  },
};

async function one(way: string, file: string): Promise<void> {
  const start = process.hrtime.bigint();
  await WAYS[way](file);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  console.log(JSON.stringify({ milliseconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
  console.log(
    '| manifests | parse | check | check ÷ parse | of each round | memory of parse | of check |\n|---|---|---|---|---|---|---|',
  );
  const ways = Object.keys(WAYS);
  try {
    for (const size of SIZES) {
      const file = join(folder, `${size}.yaml`);
      writeFileSync(file, manifests(size));
      const rounds = sideBySide<Measured>(__filename, ways, file);
      const ratios = rounds.map(({ parse, check }) => check.milliseconds / parse.milliseconds);
      const [parse, check] = ways.map(
        (way) => `${median(rounds.map((round) => round[way].milliseconds)).toFixed(0)} ms`,
      );
      const [memory, more] = ways.map(
        (way) => `${median(rounds.map((round) => round[way].mebibytes)).toFixed(0)} MiB`,
      );
      console.log(
        `| ${size} | ${parse} | ${check} | ${ratioCells(ratios)} | ${memory} | ${more} |`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Jobs and CronJobs as people write them: a container or two, variables, a volume, resources, security; every tenth has a mistake. */
function manifests(size: number): string {
  return Array.from({ length: size }, (_, i) => {
    const container = (name: string) => ({
      name,
      image: i % 10 === 0 && i % 20 === 0 ? 'Registry/app' : `registry.example.com/team/app:${i}`,
      command: ['/bin/app', '--shard', String(i)],
      env: [
        { name: 'SHARD', value: String(i) },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'app', key: 'token' } } },
      ],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        runAsUser: 65532,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    });
    const job = {
      backoffLimit: i % 7,
      ...(i % 10 === 0 ? { paralellism: 2 } : { parallelism: 2 }),
      template: {
        metadata: { labels: { app: `app-${i}` } },
        spec: {
          restartPolicy: 'Never',
          containers: i % 3 === 0 ? [container('main'), container('log')] : [container('main')],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
        },
      },
    };
    const metadata = { name: `app-${i}`, namespace: 'shop', labels: { app: `app-${i}` } };
    return `---\n${stringify(
      i % 2 === 0
        ? { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: job }
        : {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            metadata,
            spec: { schedule: '30 6 * * 1-5', timeZone: 'Etc/UTC', jobTemplate: { spec: job } },
          },
    )}`;
  }).join('');
}

const [way, file] = process.argv.slice(2);
if (way) void one(way, file);
else compare();
