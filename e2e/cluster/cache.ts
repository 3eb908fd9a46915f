import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from './instance';

/** The directory that belongs to these inputs, whether it exists yet or not. */
export function cachePath(kind: string, inputs: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  return join(cacheDir(), kind, hash);
}

/**
 * A directory made once for these inputs. It is made under another name and renamed when complete, so that
 * no process sees half of it and two that create it at once do not disturb each other.
 */
export async function cached(
  kind: string,
  inputs: readonly string[],
  make: (dir: string) => Promise<void>,
): Promise<string> {
  const dir = cachePath(kind, inputs);
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.${process.pid}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await make(unfinished);
    await rename(unfinished, dir);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(dir)) throw error; // else another process was faster
  }
  return dir;
}
