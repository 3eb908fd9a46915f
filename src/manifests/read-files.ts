import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './problem';
import { ReadDocument, readDocument } from './read-document';
import { DocumentSplitter } from './split-documents';

/** The name of standard input in messages and positions. */
export const STANDARD_INPUT = '(standard input)';

/** Installed packages, hidden files, and the metadata that cdk8s writes beside the manifests. */
const NOT_MANIFESTS = /(^|\/)(node_modules|\.[^/]+)(\/|$)|(^|\/)construct-metadata\.json$/;

/**
 * Reads the documents in files, in folders (every .yaml, .yml and .json file in and below them,
 * ordered by name) and in standard input (`-`), one after the other, so that
 * the input can be larger than memory.
 *
 * @param onUnreadable called for each file or folder that cannot be read
 */
export async function* documentsInPaths(
  paths: readonly string[],
  onUnreadable: (problem: Problem) => void,
): AsyncGenerator<ReadDocument> {
  for (const path of paths) {
    const report = (file: string, error: unknown): void => {
      onUnreadable({ message: `${file}: ${reason(error as NodeJS.ErrnoException)}` });
    };
    const files = (await filesIn(path).catch((error: unknown) => report(path, error))) ?? [];
    for (const file of files) {
      const splitter = new DocumentSplitter();
      const name = file === '-' ? STANDARD_INPUT : file;
      const stream = file === '-' ? process.stdin : createReadStream(file);
      const bytes = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      for (let more = true; more;) {
        // Only an error while reading is reported; an error of the caller is not.
        const next = await bytes.next().catch((error: unknown) => report(name, error));
        more = next !== undefined && next.done !== true;
        if (next === undefined) continue;
        for (const raw of next.done === true ? splitter.end() : splitter.push(next.value)) {
          yield readDocument(raw, name);
        }
      }
    }
  }
}

async function filesIn(path: string): Promise<string[]> {
  if (path === '-' || !(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((entry) => /\.(ya?ml|json)$/.test(entry) && !NOT_MANIFESTS.test(entry))
    .sort()
    .map((entry) => join(path, entry));
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
      return 'permission denied';
    default:
      return error.message;
  }
}
