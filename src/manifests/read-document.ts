import { Document, isScalar } from 'yaml';
import { compose, TooDeep } from './compose-yaml';
import { decode } from './decode-text';
import { LineIndex } from './line-index';
import { positionOf } from './node-position';
import type { Excerpt, InputProblem, Source } from './problem';
import { Chunk, MOST_BYTES, Splitter } from './split-documents';
import { ValueError, Values } from './yaml-values';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

type ProblemAt = (rule: string, offset: number, message: string, fix: string) => InputProblem;

/** An error in YAML makes others; after these, the rest tells nothing. */
const MOST_ERRORS = 20;
const MOST_WORDS = 200;

/** Something that may be an object of Kubernetes. */
export interface ReadObject {
  readonly value: Json;
  /** Where a path in it leads to, or would if all of it were there; `[]` is the object itself. */
  place(path: readonly (string | number)[], wrong?: 'key' | 'value'): Place;
}

export interface Place {
  readonly source: Source;
  readonly excerpt: Excerpt;
}

/** What is in a document, and what keeps it from being read. */
export interface ReadDocument {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly InputProblem[];
}

/** The documents of a text. */
export function* documentsIn(text: string, file: string): Generator<ReadDocument> {
  const splitter = new Splitter();
  for (const chunk of splitter.push(Buffer.from(text, 'utf8'))) yield readDocument(chunk, file);
  for (const chunk of splitter.end()) yield readDocument(chunk, file);
}

/** What is in one document; the objects in a `List` are those of the list. */
export function readDocument(chunk: Chunk, file: string): ReadDocument {
  const { text, fault } = decode(chunk.bytes, chunk.line === 1);
  const lines = new LineIndex(file, text, chunk.line);
  const problem: ProblemAt = (rule, offset, message, fix) => ({
    rule,
    message: truncate(message, MOST_WORDS),
    fix: truncate(fix, MOST_WORDS),
    source: lines.source(offset),
    excerpt: lines.excerpt(offset),
  });
  if (chunk.tooLong) {
    return refused({
      rule: 'yaml/bounded-size',
      message: `this document is larger than ${MOST_BYTES / 1024 / 1024} MiB, more than the API server takes in one request`,
      fix: 'split it, or if it is a list of objects, give each a document of its own',
      source: { file, line: chunk.line, column: 1 },
    });
  }
  if (fault !== undefined) {
    return refused(problem('yaml/utf-8', fault.offset, fault.message, fault.fix));
  }
  try {
    const read = compose(text).map((document) => objectsOf(document, lines, problem));
    return read.length === 1
      ? read[0]
      : {
          objects: read.flatMap(({ objects }) => objects),
          problems: read.flatMap(({ problems }) => problems),
        };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return refused(
      problem(
        'yaml/bounded-depth',
        error.offset,
        `${error.message}, and no object of Kubernetes is`,
        'look whether a bracket or a dash was repeated',
      ),
    );
  }
}

function refused(...problems: InputProblem[]): ReadDocument {
  return { objects: [], problems };
}

function objectsOf(document: Document.Parsed, lines: LineIndex, problem: ProblemAt): ReadDocument {
  if (document.errors.length > 0) {
    return refused(
      ...document.errors
        .slice(0, MOST_ERRORS)
        .map(({ pos, message }) =>
          problem(
            'yaml/well-formed',
            pos[0],
            message,
            'see that the indentation, the quotes and the brackets are those that are meant',
          ),
        ),
    );
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) {
    return { objects: [], problems: [] };
  }
  const values = new Values();
  let value: Json;
  try {
    value = values.of(root);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const { rule, node, message, fix } = error;
    return refused(problem(rule, (node ?? root).range?.[0] ?? 0, message, fix));
  }
  if (values.duplicates.length > 0) {
    return refused(
      ...values.duplicates
        .slice(0, MOST_ERRORS)
        .map(({ node, first, key }) =>
          problem(
            'yaml/unique-keys',
            node.range?.[0] ?? 0,
            'Map keys must be unique',
            `remove one of the two: ${JSON.stringify(key)} is also given in line ${lines.source(first.range?.[0] ?? 0).line}`,
          ),
        ),
    );
  }
  return {
    problems: [],
    objects: [...itemsOf(value)].map(({ value: item, path }) => ({
      value: item,
      place: (inner, wrong) => {
        const offset = positionOf(root, [...path, ...inner], values, wrong);
        return { source: lines.source(offset), excerpt: lines.excerpt(offset) };
      },
    })),
  };
}

interface Item {
  readonly value: Json;
  readonly path: readonly (string | number)[];
}

/** The objects in a value: itself, or the items of a `List`. */
function* itemsOf(value: Json, path: Item['path'] = []): Generator<Item> {
  if (!isList(value)) {
    yield { value, path };
    return;
  }
  for (const [i, item] of value.items.entries()) {
    yield* itemsOf(typed(item, value), [...path, 'items', i]);
  }
}

function isList(
  value: Json,
): value is JsonObject & { readonly kind: string; readonly items: readonly Json[] } {
  return (
    isJsonObject(value) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items)
  );
}

/** The server leaves out of the items of a `JobList` what the list says for all of them. */
function typed(item: Json, { apiVersion, kind }: JsonObject & { readonly kind: string }): Json {
  if (
    kind === 'List' ||
    !isJsonObject(item) ||
    item.apiVersion !== undefined ||
    item.kind !== undefined
  ) {
    return item;
  }
  return {
    ...(apiVersion !== undefined && { apiVersion }),
    kind: kind.slice(0, -'List'.length),
    ...item,
  };
}
