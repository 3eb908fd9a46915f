import { Document, isScalar, Node } from 'yaml';
import { composeYaml, NestingError } from './compose-yaml';
import { decodeText } from './decode-text';
import { LineIndex } from './line-index';
import { positionOf } from './node-position';
import type { Excerpt, InputProblem, Source } from './problem';
import { DocumentSplitter, MAX_DOCUMENT_BYTES, RawDocument } from './split-documents';
import { YamlValueError, YamlValueReader } from './yaml-values';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

type ProblemAt = (rule: string, offset: number, message: string, fix: string) => InputProblem;

/** A syntax error causes others, so further errors are of no use. */
const MAX_PROBLEMS = 20;
const MAX_TEXT_LENGTH = 200;

/** A value that may be a Kubernetes object. */
export interface ReadObject {
  readonly value: Json;
  /**
   * Returns the location of a field, or of the value that does not have it; `[]` is the object.
   *
   * @param target whether to locate the key or the value. @default value
   */
  readonly locate: (path: readonly (string | number)[], target?: 'key' | 'value') => Location;
}

/** A position in the input with the text around it. */
export interface Location {
  readonly source: Source;
  readonly excerpt: Excerpt;
}

/** The objects in a document, or the problems that make it unreadable. */
export interface ReadDocument {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly InputProblem[];
}

/** Reads the documents in a string. */
export function* documentsInText(text: string, file: string): Generator<ReadDocument> {
  const splitter = new DocumentSplitter();
  for (const raw of splitter.push(Buffer.from(text, 'utf8'))) yield readDocument(raw, file);
  for (const raw of splitter.end()) yield readDocument(raw, file);
}

/** Reads one document. A `List` counts as its items. */
export function readDocument(raw: RawDocument, file: string): ReadDocument {
  const { text, problem: encodingProblem } = decodeText(raw.bytes, raw.line === 1);
  const lines = new LineIndex(file, text, raw.line);
  const problem: ProblemAt = (rule, offset, message, fix) => ({
    rule,
    message: truncate(message, MAX_TEXT_LENGTH),
    fix: truncate(fix, MAX_TEXT_LENGTH),
    source: lines.source(offset),
    excerpt: lines.excerpt(offset),
  });
  if (raw.tooLarge) {
    const limit = `${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`;
    return unreadable({
      rule: 'yaml/bounded-size',
      message: `the document is larger than ${limit}, the API server's limit for a request`,
      fix: 'split it; if it is a list of objects, write each object as a document of its own',
      source: { file, line: raw.line, column: 1 },
    });
  }
  if (encodingProblem !== undefined) {
    const { offset, message, fix } = encodingProblem;
    return unreadable(problem('yaml/utf-8', offset, message, fix));
  }
  try {
    const read = composeYaml(text).map((document) => readComposed(document, lines, problem));
    return read.length === 1
      ? read[0]
      : {
          objects: read.flatMap(({ objects }) => objects),
          problems: read.flatMap(({ problems }) => problems),
        };
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
    const fix = 'check whether a bracket or a dash is repeated by mistake';
    return unreadable(problem('yaml/bounded-depth', error.offset, error.message, fix));
  }
}

function unreadable(...problems: InputProblem[]): ReadDocument {
  return { objects: [], problems };
}

function readComposed(
  document: Document.Parsed,
  lines: LineIndex,
  problem: ProblemAt,
): ReadDocument {
  if (document.errors.length > 0) {
    const fix = 'correct the syntax; check indentation, quotes and brackets';
    return unreadable(
      ...document.errors
        .slice(0, MAX_PROBLEMS)
        .map(({ pos, message }) => problem('yaml/well-formed', pos[0], message, fix)),
    );
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) {
    return { objects: [], problems: [] };
  }
  const values = new YamlValueReader();
  let value: Json;
  try {
    value = values.read(root);
  } catch (error) {
    if (!(error instanceof YamlValueError)) throw error;
    const { rule, node, message, fix } = error;
    return unreadable(problem(rule, offsetOf(node ?? root), message, fix));
  }
  if (values.duplicates.length > 0) {
    return unreadable(
      ...values.duplicates.slice(0, MAX_PROBLEMS).map(({ node, first, key }) => {
        const { line } = lines.source(offsetOf(first));
        const fix = `remove one of the two: line ${line} also has ${JSON.stringify(key)}`;
        return problem('yaml/unique-keys', offsetOf(node), 'map keys must be unique', fix);
      }),
    );
  }
  return {
    problems: [],
    objects: [...itemsOf(value)].map(({ value: item, path }) => ({
      value: item,
      locate: (inner, target) => {
        const offset = positionOf(root, [...path, ...inner], values, target);
        return { source: lines.source(offset), excerpt: lines.excerpt(offset) };
      },
    })),
  };
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

interface Item {
  readonly value: Json;
  readonly path: readonly (string | number)[];
}

/** Yields the items of a `List`, at any depth, or the value itself. */
function* itemsOf(value: Json, path: Item['path'] = []): Generator<Item> {
  if (!isList(value)) {
    yield { value, path };
    return;
  }
  for (const [i, item] of value.items.entries()) {
    yield* itemsOf(withItemType(item, value), [...path, 'items', i]);
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

/**
 * Adds apiVersion and kind to an item, which the API server omits in typed lists such as `JobList`.
 */
function withItemType(
  item: Json,
  { apiVersion, kind }: JsonObject & { readonly kind: string },
): Json {
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
