import { randomInt } from 'node:crypto';
import { deciders, decisive, uncovered } from './coverage';
import { compareCreates, compareUpdates, Run } from './run';
import { serverOf } from './server';
import { minorOf } from '../../src/kubernetes/minor';
import { startApiserver } from '../apiserver';

const USAGE = 'usage: agreement VERSION [CASES [SEED]], such as: agreement 1.35 500000';
const AT_ONCE = 4000;
const LEAST = 200;
const SHOWN = 20;

/** Asks an API server of any minor about so many manifests, one in five of them a change, and says all in which it and the rules differ. */
async function main(
  version = '',
  cases = '20000',
  seed = String(randomInt(2 ** 31)),
): Promise<void> {
  if (!version) throw new RangeError(USAGE);
  const minor = minorOf(version);
  let interrupted = false; // what has been asked is reported, and the server stopped
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted = true;
    });
  }
  const apiserver = await startApiserver(version, { say: (line) => console.error(line) });
  const server = serverOf(apiserver.kubeconfig);
  const runs: Run[] = [];
  try {
    console.log(`Kubernetes ${apiserver.version}, ${cases} cases, seed ${seed}`);
    for (let done = 0, i = 0; done < Number(cases) && !interrupted; i++) {
      const count = Math.min(AT_ONCE, Math.ceil(Number(cases) / 5), Number(cases) - done);
      const run = await (i % 5 === 4 ? compareUpdates : compareCreates)(
        server,
        minor,
        Number(seed) + i,
        count,
      );
      done += count;
      runs.push({ ...run, disagreements: [] });
      console.log(
        `${done}: seed ${run.seed}, ${JSON.stringify(run.answers)}, ${run.disagreements.length} disagreements`,
      );
      for (const { manifest, difference } of run.disagreements) {
        console.log(`${JSON.stringify(manifest)}\n${difference}\n`);
      }
      if (run.disagreements.length > 0) process.exitCode = 1;
    }
    report(runs, minor);
  } finally {
    await server.close();
    await apiserver.stop();
  }
}

function report(runs: readonly Run[], minor: number): void {
  const few = uncovered(runs, minor, LEAST);
  console.log(
    `paths touched less than ${LEAST} times in accepted and in refused manifests: ${few.length}`,
  );
  for (const { path, accepted, refused } of few.slice(0, SHOWN)) {
    console.log(`  ${path}: ${accepted} accepted, ${refused} refused`);
  }
  const decided = decisive(runs);
  const all = deciders(minor);
  const idle = all.filter((one) => !decided.has(one));
  console.log(
    `rules, and fields of rules about single fields, that decided at least one case: ${all.length - idle.length} of ${all.length}`,
  );
  for (const one of idle) console.log(`  not: ${one}`);
}

main(...process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof RangeError ? error.message : error);
  process.exitCode = 2;
});
