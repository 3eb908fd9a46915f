import { relativePath } from './relative-path';
import type { Source } from '../manifests/problem';
import { STANDARD_INPUT } from '../manifests/read-files';

/**
 * Returns the properties of an annotation that lead to a place in a file; none for standard input.
 * @param root folder of the repository, which annotations name files relative to
 * @param cwd what the file is relative to
 */
export function githubPlace(
  source: Source | null | undefined,
  root: string,
  cwd: string,
): Readonly<Record<string, string | number>> {
  if (!source || source.file === STANDARD_INPUT) return {};
  const { file, line, column } = source;
  return { file: relativePath(file, root, cwd), line, col: column };
}
