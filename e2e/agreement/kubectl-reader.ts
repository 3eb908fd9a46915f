import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../src/kubernetes/json';
import { goInputs } from '../cluster/build';
import { cached } from '../cluster/cache';
import { run } from '../cluster/command';

const SOURCE = join(__dirname, 'yaml-reader');
const KIND = 'yaml-reader';

/** What kubectl reads in a file, and the error at which it stops. */
export interface KubectlResult {
  readonly documents: readonly Json[];
  readonly error?: string;
}

/** Builds a program with the reader of kubectl, once for these sources and Go. */
export async function buildKubectlReader(): Promise<string> {
  const sources = ['main.go', 'go.mod', 'go.sum'].map((file) =>
    readFile(join(SOURCE, file), 'utf8'),
  );
  const inputs = [...(await Promise.all(sources)), ...(await goInputs())];
  const folder = await cached(KIND, inputs, async (unfinished) => {
    await run('go', ['build', '-o', join(unfinished, KIND), '.'], {
      cwd: SOURCE,
      timeoutMs: 10 * 60_000,
    });
  });
  return join(folder, KIND);
}

/** Reads files as kubectl does. */
export function readWithKubectl(program: string, files: readonly Buffer[]): KubectlResult[] {
  const { stdout, stderr, status } = spawnSync(program, {
    input: files.map((file) => `${file.toString('base64')}\n`).join(''),
    maxBuffer: 1024 ** 3,
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.toString()}`);
  return stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as KubectlResult);
}
