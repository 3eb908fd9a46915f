import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseManifests } from './parse';
import { InputError, Problem } from './problem';
import type { Manifest } from '../batch/manifest';

/** Folders of other people, hidden things, and what cdk8s writes beside the manifests to say where each came from. */
const NOT_MANIFESTS = /(^|\/)(node_modules|\.[^/]+)(\/|$)|(^|\/)construct-metadata\.json$/;

/**
 * Reads manifests from files, from folders (every .yaml, .yml and .json in and below them, in the order of their names)
 * and from standard input (`-`).
 *
 * @throws InputError with every problem in every path, if there is one; or if there is no manifest at all.
 */
export async function readManifests(paths: readonly string[]): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const unreadable = (at: string) => (error: NodeJS.ErrnoException) => { problems.push({ message: `${at}: ${reason(error)}` }); };
    for (const file of await filesOf(path).catch(unreadable(path)) ?? []) {
      const text = await contents(file).catch(unreadable(file));
      if (text === undefined) continue;
      const parsed = parseManifests(text, file === '-' ? '(standard input)' : file);
      manifests.push(...parsed.manifests);
      problems.push(...parsed.problems);
    }
  }
  if (problems.length === 0 && manifests.length === 0) {
    problems.push({ message: `${paths.join(', ')}: no manifest in it, so there is nothing to apply` });
  }
  if (problems.length > 0) throw new InputError(problems);
  return manifests;
}

async function filesOf(path: string): Promise<string[]> {
  if (path === '-' || !(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((entry) => /\.(ya?ml|json)$/.test(entry) && !NOT_MANIFESTS.test(entry))
    .sort()
    .map((entry) => join(path, entry));
}

async function contents(file: string): Promise<string> {
  return file === '-' ? textOf(process.stdin) : readFile(file, 'utf8');
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT': return 'no such file or folder';
    case 'EACCES': return 'not readable for this user';
    default: return error.message;
  }
}
