import { manifestsIn } from './parse';
import { InputError, Problem } from './problem';
import type { ReadDocument } from './read-document';
import { documentsInPaths } from './read-files';
import type { Manifest } from '../kubernetes/manifest';

/**
 * Reads manifests from files, from folders (every .yaml, .yml and .json file in and below them,
 * ordered by name) and from standard input (`-`).
 *
 * @throws InputError with every problem in every path, or if there are no manifests.
 */
export function readManifests(paths: readonly string[]): Promise<Manifest[]> {
  return readManifestsWith(paths, () => undefined);
}

/**
 * Reads manifests like `readManifests`, and calls `onDocument` with each document when it is read.
 * Positions in a document can be looked up only then.
 *
 * @throws InputError
 */
export async function readManifestsWith(
  paths: readonly string[],
  onDocument: (document: ReadDocument) => void,
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  for await (const document of documentsInPaths(paths, (problem) => problems.push(problem))) {
    onDocument(document);
    const parsed = manifestsIn(document);
    manifests.push(...parsed.manifests);
    problems.push(...parsed.problems);
  }
  if (problems.length === 0 && manifests.length === 0) {
    problems.push({ message: `${paths.join(', ')}: no manifests found` });
  }
  if (problems.length > 0) throw new InputError(problems);
  return manifests;
}
