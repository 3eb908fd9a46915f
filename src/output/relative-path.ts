import { relative, resolve, sep } from 'node:path';

/** Returns the path of a file relative to a folder, with `/` as the separator on every system. */
export function relativePath(file: string, folder: string): string {
  return relative(folder, resolve(folder, file)).split(sep).join('/');
}
