import { relative, resolve, sep } from 'node:path';

/**
 * Returns the path of a file relative to a folder, with `/` as the separator on every system.
 * @param cwd what `file` is relative to
 */
export function relativePath(file: string, folder: string, cwd = folder): string {
  return relative(folder, resolve(cwd, file)).split(sep).join('/');
}
