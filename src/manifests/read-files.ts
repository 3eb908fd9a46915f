import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { findFiles } from './find-files';
import type { Problem } from './problem';
import { ReadDocument, readDocument } from './read-document';
import type { SkippedSource } from './skipped';
import { DocumentSplitter } from './split-documents';
import { utf8Chunks } from './utf8-chunks';

/** The name of standard input in messages and positions. */
export const STANDARD_INPUT = '(standard input)';

/** A document of an input. */
export interface InputDocument extends ReadDocument {
  readonly file: string;
  /** Whether the file was found in a folder, so that it can be something else than manifests. */
  readonly isFound: boolean;
}

/** What is not a document of an input. */
export interface InputListener {
  /** Called for each file or folder that cannot be read. */
  readonly onUnreadable: (problem: Problem) => void;
  /** Called for each chart and kustomization in a folder. */
  readonly onSkipped: (skipped: SkippedSource) => void;
}

/**
 * Reads the documents in files, in folders (every .yaml, .yml and .json file in and below them,
 * ordered by name) and in standard input (`-`), one after the other, so that
 * the input can be larger than memory.
 */
export async function* documentsInPaths(
  paths: readonly string[],
  { onUnreadable, onSkipped }: InputListener,
): AsyncGenerator<InputDocument> {
  const report = (path: string, error: unknown): void => {
    onUnreadable({ message: `${path}: ${reason(error as NodeJS.ErrnoException)}` });
  };
  for (const path of paths) {
    const isFound = await isFolder(path).catch((error: unknown) => report(path, error));
    if (isFound === undefined) continue;
    const found = isFound ? await findFiles(path, report) : { files: [path], skipped: [] };
    found.skipped.forEach(onSkipped);
    for (const file of found.files) {
      const name = file === '-' ? STANDARD_INPUT : file;
      for await (const document of documentsInFile(file, name, report)) {
        yield { ...document, file: name, isFound };
      }
    }
  }
}

async function* documentsInFile(
  file: string,
  name: string,
  report: (path: string, error: unknown) => void,
): AsyncGenerator<ReadDocument> {
  const splitter = new DocumentSplitter();
  const stream = file === '-' ? process.stdin : createReadStream(file);
  const chunks = utf8Chunks(stream as AsyncIterable<Buffer>);
  for (let more = true; more;) {
    // Only an error while reading is reported; an error of the caller is not.
    const next = await chunks.next().catch((error: unknown) => report(name, error));
    more = next !== undefined && next.done !== true;
    if (next === undefined) continue;
    for (const raw of next.done === true ? splitter.end() : splitter.push(next.value)) {
      yield readDocument(raw, name);
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return path !== '-' && (await stat(path)).isDirectory();
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
