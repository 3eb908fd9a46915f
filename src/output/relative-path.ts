import { relative, resolve, sep } from 'node:path';

/** A file as seen from a folder, with `/` between its parts on every system. */
export function relativePath(file: string, folder: string): string {
  return relative(folder, resolve(folder, file)).split(sep).join('/');
}
