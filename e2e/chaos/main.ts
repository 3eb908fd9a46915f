import { randomInt } from 'node:crypto';
import { Outcome, run, sumOf, wrongIn } from './run';
import { Limiter } from '../../src/deploy/runtime/limiter';
import globalSetup from '../global-setup';
import globalTeardown from '../global-teardown';
import { inNamespace } from '../harness';

const USAGE = 'usage: chaos [DEPLOYS [SEED]], such as: chaos 200 1';
/** More would only wait for the node. */
const AT_ONCE = 8;

/** Deploys Jobs again and again over lines that break by chance, and says all in which any differs from a deploy that nothing disturbed. */
async function main(deploys = '200', seed = String(randomInt(2 ** 31))): Promise<void> {
  if (!/^\d+$/.test(deploys) || !/^\d+$/.test(seed)) throw new RangeError(USAGE);
  await globalSetup();
  try {
    const calm = await inNamespace((namespace) => run(namespace, undefined));
    if (print(calm, calm) > 0) {
      throw new Error(
        'the deploy that nothing disturbs is not as it should be, so there is nothing to compare with',
      );
    }
    const places = new Limiter(AT_ONCE);
    const outcomes = await Promise.all(
      Array.from({ length: Number(deploys) }, (_, i) =>
        places.run(async () => {
          const outcome = await inNamespace((namespace) => run(namespace, Number(seed) + i));
          return { outcome, wrong: print(outcome, calm) };
        }),
      ),
    );
    const wrong = outcomes.filter((one) => one.wrong > 0).map(({ outcome }) => outcome.seed);
    console.log(`faults: ${JSON.stringify(sumOf(outcomes.map(({ outcome }) => outcome.hits)))}`);
    const sum = (of: (outcome: Outcome) => number) =>
      outcomes.reduce((total, { outcome }) => total + of(outcome), 0);
    console.log(
      `lines: ${sum(({ lines }) => lines)}; gaps reported where the kubelet may have dropped a log: ${sum(({ gaps }) => gaps.length)}`,
    );
    const same = `${outcomes.length - wrong.length} of ${outcomes.length} deploys reported the same as the one without faults`;
    console.log(`${same}${wrong.length > 0 ? `; not those with seed ${wrong.join(', ')}` : ''}`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    await globalTeardown();
  }
}

/** @returns how much is wrong */
function print(outcome: Outcome, calm: Outcome): number {
  const { seed, seconds, hits, lines, gaps } = outcome;
  const wrong = wrongIn(outcome, calm);
  const faults = [...hits.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `${seed === undefined ? 'undisturbed' : `seed ${seed}`}: ${seconds.toFixed(1)} s, ${faults} faults, ${lines} lines, ${gaps.length} gaps, ${wrong.length} differences`,
  );
  for (const difference of wrong) console.log(`  ${difference}`);
  return wrong.length;
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof RangeError ? error.message : error);
  process.exitCode = 2;
});
