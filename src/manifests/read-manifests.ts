import { manifestsIn } from './parse';
import { InputError, Problem } from './problem';
import { documentsInPaths, InputDocument } from './read-files';
import { skippedMessage, SkippedSource } from './skipped';
import type { Manifest } from '../kubernetes/manifest';

/**
 * Reads manifests from files, from folders (every .yaml, .yml and .json file in and below them,
 * ordered by name) and from standard input (`-`).
 *
 * @throws InputError with every problem in every path, also for charts and kustomizations, or if no
 * manifest is found
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
  onDocument: (document: InputDocument) => void,
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  const listener = {
    onUnreadable: (problem: Problem) => problems.push(problem),
    // A Job that is in a chart or kustomization must not be missing without notice.
    onSkipped: (skipped: SkippedSource) =>
      problems.push({ message: skippedMessage(skipped, 'deploy') }),
  };
  for await (const document of documentsInPaths(paths, listener)) {
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
