import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result, Scenario } from './scenario';
import { buildArgs, goInputs, kubernetesVersion } from '../cluster/build';
import { cached } from '../cluster/cache';
import { run } from '../cluster/command';

const SOURCE = join(__dirname, 'oracle');
const KIND = 'oracle';

/** Builds a program with the Job and CronJob controllers of Kubernetes, once for these sources and Go. */
export async function buildOracle(): Promise<string> {
  const files = (await readdir(SOURCE)).sort();
  const sources = files.map((file) => readFile(join(SOURCE, file), 'utf8'));
  // The flags of the cluster's build, so that Go compiles each package once for both.
  const args = buildArgs(kubernetesVersion());
  const inputs = [...(await Promise.all(sources)), ...args, ...(await goInputs())];
  const folder = await cached(KIND, inputs, async (unfinished) => {
    await run('go', [...args, '-o', join(unfinished, KIND), '.'], {
      cwd: SOURCE,
      timeoutMs: 60 * 60_000,
    });
  });
  return join(folder, KIND);
}

/**
 * Runs scenarios with the Job controller of Kubernetes.
 * @param quietMs real time without a write after which the controller is taken to be idle
 */
export function runOracle(
  program: string,
  scenarios: readonly Scenario[],
  quietMs: number,
): Result[] {
  const until = Math.max(...scenarios.map((scenario) => scenario.until));
  return askOracle(program, ['-until', String(until), '-quiet', `${quietMs}ms`], scenarios);
}

/** Returns what the program answers to each question. The arguments say what the questions are. */
export function askOracle<Question, Answer>(
  program: string,
  args: readonly string[],
  questions: readonly Question[],
): Answer[] {
  const { stdout, stderr, status } = spawnSync(program, args, {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
    maxBuffer: 1024 ** 3,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}
