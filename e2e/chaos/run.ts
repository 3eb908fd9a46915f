import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault, Plan } from './faults';
import { attempts, differences, said } from './judge';
import { proxyTo } from './proxy';
import { Witness } from './witness';
import { workload } from './workload';
import { deploy, DeployEvent } from '../../src/deploy';

export interface Outcome {
  readonly seed: number | undefined;
  readonly seconds: number;
  readonly hits: ReadonlyMap<Fault, number>;
  readonly differences: readonly string[];
  readonly attempts: readonly string[];
  readonly gaps: readonly string[];
  readonly lines: number;
}

/** Deploys the workload into a namespace, through a proxy that does what the seed says; without a seed nothing happens to it. */
export async function run(kubeconfig: string, namespace: string, seed: number | undefined): Promise<Outcome> {
  const expected = workload();
  const proxy = await proxyTo(kubeconfig, seed === undefined ? undefined : new Plan(seed));
  const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
  const events: DeployEvent[] = [];
  const witness = new Witness();
  const begin = performance.now();
  try {
    const report = await deploy(expected.map(({ manifest }) => manifest), {
      kubeconfig: proxy.writeKubeconfig(join(dir, 'kubeconfig')),
      namespace,
      timeoutSeconds: 180,
      onEvent: (event) => {
        events.push(event);
        witness.see(event);
      },
    });
    const seconds = (performance.now() - begin) / 1000;
    const told = said(events);
    const lines = events.flatMap((event) => (event.type === 'log' ? event.text : []));
    return {
      seed,
      seconds,
      hits: proxy.hits,
      differences: [...report.errors.map(({ message }) => message), ...differences(expected, report, told), ...await witness.falseGaps(lines)],
      attempts: attempts(expected, report.jobs),
      gaps: told.gaps,
      lines: lines.length,
    };
  } finally {
    await proxy.close();
    rmSync(dir, { recursive: true });
  }
}

/** All in which a deploy differs from what it should be and from one that nothing disturbed. */
export function wrongIn({ differences: found, attempts: told }: Outcome, calm: Outcome): readonly string[] {
  return String(told) === String(calm.attempts) ? found : [...found, `attempts: ${told.join(', ')}, not ${calm.attempts.join(', ')}`];
}

export function sumOf(hits: readonly ReadonlyMap<Fault, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [fault, count] of hits.flatMap((one) => [...one])) sum[fault] = (sum[fault] ?? 0) + count;
  return Object.fromEntries(Object.entries(sum).sort(([, a], [, b]) => b - a));
}
