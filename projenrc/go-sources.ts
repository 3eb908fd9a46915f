import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release that stands for each minor that the library knows, as the libraries of Kubernetes number them: `27.16` for 1.27.16. */
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

/** The text of a file of a Go module, from the module proxy; undefined if it has none by that name. */
export function goSource(module: string, version: string, file: string): string | undefined {
  const download = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    env: { ...process.env, GOFLAGS: '-mod=mod' },
    cwd: '/',
  });
  const path = join((JSON.parse(download.toString()) as { Dir: string }).Dir, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
