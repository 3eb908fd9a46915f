import { deployByProxy } from './deploy-by-proxy';
import { Fault, Plan } from './faults';
import { attempts, differences, said } from './judge';
import { workload } from './workload';

export interface Outcome {
  readonly seed: number | undefined;
  readonly seconds: number;
  readonly hits: ReadonlyMap<Fault, number>;
  readonly differences: readonly string[];
  readonly attempts: readonly string[];
  readonly gaps: readonly string[];
  readonly lines: number;
}

/** Deploys the workload into a namespace over a connection with the faults of a seed, or without faults. */
export async function run(namespace: string, seed: number | undefined): Promise<Outcome> {
  const expected = workload();
  const { report, seconds, events, lines, falseGaps, hits } = await deployByProxy(
    expected.map(({ manifest }) => manifest),
    {
      namespace,
      timeoutSeconds: 180,
      plan: seed === undefined ? undefined : new Plan(seed),
    },
  );
  const logs = said(events);
  return {
    seed,
    seconds,
    hits,
    differences: [
      ...report.errors.map(({ message }) => message),
      ...differences(expected, report, logs),
      ...falseGaps,
    ],
    attempts: attempts(expected, report.jobs),
    gaps: logs.gaps,
    lines: lines.length,
  };
}

/** Differences of a deploy from the expected result and from a deploy without faults. */
export function wrongIn(
  { differences: found, attempts: actual }: Outcome,
  calm: Outcome,
): readonly string[] {
  return String(actual) === String(calm.attempts)
    ? found
    : [...found, `attempts: ${actual.join(', ')}, not ${calm.attempts.join(', ')}`];
}

export function sumOf(hits: readonly ReadonlyMap<Fault, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [fault, count] of hits.flatMap((one) => [...one])) {
    sum[fault] = (sum[fault] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sum).sort(([, a], [, b]) => b - a));
}
