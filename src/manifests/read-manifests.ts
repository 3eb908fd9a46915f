import { manifestsIn } from './parse';
import { InputError, Problem } from './problem';
import type { ReadDocument } from './read-document';
import { documentsOf } from './read-files';
import type { Manifest } from '../kubernetes/manifest';

/**
 * Reads manifests from files, from folders (every .yaml, .yml and .json in and below them, in the order of their names)
 * and from standard input (`-`).
 *
 * @throws InputError with every problem in every path, if there is one; or if there is no manifest at all.
 */
export function readManifests(paths: readonly string[]): Promise<Manifest[]> {
  return readDocuments(paths, () => undefined);
}

/** The same, where each document is looked at as it is read, while its places are known. @throws InputError */
export async function readDocuments(
  paths: readonly string[],
  see: (document: ReadDocument) => void,
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  for await (const document of documentsOf(paths, (problem) => problems.push(problem))) {
    see(document);
    const parsed = manifestsIn(document);
    manifests.push(...parsed.manifests);
    problems.push(...parsed.problems);
  }
  if (problems.length === 0 && manifests.length === 0) {
    problems.push({
      message: `${paths.join(', ')}: no manifest in it, so there is nothing to apply`,
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return manifests;
}
