import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './problem';
import { ReadDocument, readDocument } from './read-document';
import { Splitter } from './split-documents';

/** How standard input is called where a file is named. */
export const STANDARD_INPUT = '(standard input)';

/** Folders of other people, hidden things, and what cdk8s writes beside the manifests to say where each came from. */
const NOT_MANIFESTS = /(^|\/)(node_modules|\.[^/]+)(\/|$)|(^|\/)construct-metadata\.json$/;

/**
 * The documents of files, of folders (every .yaml, .yml and .json in and below them, in the order of their names) and of
 * standard input (`-`), one after the other, so that input may be larger than memory. What cannot be read at all is told
 * to `unreadable`.
 */
export async function* documentsOf(
  paths: readonly string[],
  unreadable: (problem: Problem) => void,
): AsyncGenerator<ReadDocument> {
  for (const path of paths) {
    const tell = (at: string, error: unknown): void => {
      unreadable({ message: `${at}: ${reason(error as NodeJS.ErrnoException)}` });
    };
    const files = (await filesOf(path).catch((error: unknown) => tell(path, error))) ?? [];
    for (const file of files) {
      const splitter = new Splitter();
      const name = file === '-' ? STANDARD_INPUT : file;
      const bytes = (file === '-' ? process.stdin : createReadStream(file))[
        Symbol.asyncIterator
      ]() as AsyncIterator<Buffer>;
      for (let more = true; more;) {
        // Only reading may fail here: what is thrown elsewhere is no fault of the file.
        const next = await bytes.next().catch((error: unknown) => tell(name, error));
        more = next !== undefined && next.done !== true;
        if (next === undefined) continue;
        for (const chunk of next.done === true ? splitter.end() : splitter.push(next.value)) {
          yield readDocument(chunk, name);
        }
      }
    }
  }
}

async function filesOf(path: string): Promise<string[]> {
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
      return 'not readable for this user';
    default:
      return error.message;
  }
}
