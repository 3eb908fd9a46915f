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

/** Deploys the workload into a namespace, over a line that breaks as the seed says; without a seed it does not. */
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
  const told = said(events);
  return {
    seed,
    seconds,
    hits,
    differences: [
      ...report.errors.map(({ message }) => message),
      ...differences(expected, report, told),
      ...falseGaps,
    ],
    attempts: attempts(expected, report.jobs),
    gaps: told.gaps,
    lines: lines.length,
  };
}

/** All in which a deploy differs from what it should be and from one that nothing disturbed. */
export function wrongIn(
  { differences: found, attempts: told }: Outcome,
  calm: Outcome,
): readonly string[] {
  return String(told) === String(calm.attempts)
    ? found
    : [...found, `attempts: ${told.join(', ')}, not ${calm.attempts.join(', ')}`];
}

export function sumOf(hits: readonly ReadonlyMap<Fault, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [fault, count] of hits.flatMap((one) => [...one])) {
    sum[fault] = (sum[fault] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sum).sort(([, a], [, b]) => b - a));
}
