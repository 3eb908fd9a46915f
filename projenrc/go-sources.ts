import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The newest patch release of each minor that the library knows, numbered as the libraries of
 * Kubernetes are: `27.16` for 1.27.16.
 */
export const RELEASES = [
  '27.16',
  '28.15',
  '29.15',
  '30.14',
  '31.14',
  '32.13',
  '33.13',
  '34.4',
  '35.4',
  '36.3',
  '37.2',
];

/**
 * Reads a text file of a Go module, which is downloaded from the module proxy.
 *
 * @returns undefined if the module has no such file
 */
export function goSource(module: string, version: string, file: string): string | undefined {
  const path = goFile(module, version, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Downloads a Go module from the module proxy and returns the path of one of its files. */
export function goFile(module: string, version: string, file: string): string {
  const download = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    env: { ...process.env, GOFLAGS: '-mod=mod' },
    cwd: '/',
  });
  return join((JSON.parse(download.toString()) as { Dir: string }).Dir, file);
}
