import { decodeText } from './decode-text';
import { LineIndex } from './line-index';
import { positionOf } from './node-position';
import type { Excerpt, InputProblem, Source } from './problem';
import { DocumentSplitter, MAX_DOCUMENT_BYTES, RawDocument } from './split-documents';
import { isTemplate, RENDER_TEMPLATE } from './template';
import { withoutSecretText } from './unreadable-secret';
import { parseYaml } from './yaml/parser';
import { NestingError, YamlSyntaxError } from './yaml/syntax-error';
import { YamlValueError, YamlValueReader } from './yaml-values';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

type ProblemAt = (rule: string, offset: number, message: string, fix: string) => InputProblem;

const MAX_TEXT_LENGTH = 200;

/** A value that may be a Kubernetes object. */
export interface ReadObject {
  readonly value: Json;
  /** What kubectl reads otherwise than expected. */
  readonly warnings: readonly InputProblem[];
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

/** The objects in a document, or the problem that makes it unreadable. */
export interface ReadDocument {
  readonly objects: readonly ReadObject[];
  /** The first thing that kubectl cannot read. What follows from it is not reported. */
  readonly problem?: InputProblem;
  /** The document as it is written; of a document that is too large, only its start. */
  readonly text: string;
}

/** Reads the documents in a string. */
export function* documentsInText(text: string, file: string): Generator<ReadDocument> {
  const splitter = new DocumentSplitter();
  for (const raw of splitter.push(Buffer.from(text, 'utf8'))) yield readDocument(raw, file);
  for (const raw of splitter.end()) yield readDocument(raw, file);
}

/** Reads one document. A `List` counts as its items. */
export function readDocument(raw: RawDocument, file: string): ReadDocument {
  const { text, problem: encodingProblem } = decodeText(raw.bytes);
  const lines = new LineIndex(file, text, raw.line);
  const problemAt: ProblemAt = (rule, offset, message, fix) => ({
    rule,
    message: truncate(message, MAX_TEXT_LENGTH),
    fix: truncate(fix, MAX_TEXT_LENGTH),
    source: lines.source(offset),
    excerpt: lines.excerpt(offset),
  });
  const unreadable = (problem: InputProblem): ReadDocument => {
    return { objects: [], problem: withoutSecretText(problem, text), text };
  };
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
    return unreadable(problemAt('yaml/utf-8', offset, message, fix));
  }
  const isJson = raw.isUnmarked && isValidJson(text);
  try {
    return { objects: readObjects(text, isJson, lines, problemAt), text };
  } catch (error) {
    const problem = problemOf(error, problemAt);
    const isRendered = problem.rule === 'yaml/bounded-depth' || !isTemplate(text);
    return unreadable(isRendered ? problem : { ...problem, fix: RENDER_TEMPLATE });
  }
}

/** @throws YamlSyntaxError, NestingError or YamlValueError */
function readObjects(
  text: string,
  isJson: boolean,
  lines: LineIndex,
  problemAt: ProblemAt,
): ReadObject[] {
  // kubectl ends the last line of a file, which matters in a block scalar.
  const root = parseYaml(text.endsWith('\n') ? text : `${text}\n`, startOfContent(text), isJson);
  if (root === undefined) return [];
  const values = new YamlValueReader();
  const value = values.read(root);
  if (value === null) return [];
  const [duplicate] = values.duplicates;
  if (duplicate !== undefined) {
    const { line } = lines.source(duplicate.first.offset);
    throw new YamlValueError(
      'yaml/unique-keys',
      duplicate.node,
      'map keys must be unique',
      `remove one of the two: line ${line} also has ${JSON.stringify(duplicate.key)}`,
    );
  }
  const objects = [...itemsOf(value)].map(({ value: item, path }) => {
    const locate = (inner: Item['path'], target?: 'key' | 'value'): Location => {
      const offset = positionOf(root, [...path, ...inner], values, target);
      return { source: lines.source(offset), excerpt: lines.excerpt(offset) };
    };
    const warnings: InputProblem[] = [];
    return { value: item, locate, warnings, start: positionOf(root, path, values) };
  });
  for (const { merge, key } of values.replaced) {
    const object = objects.filter(({ start }) => start <= merge.offset).at(-1);
    object?.warnings.push(
      problemAt(
        'yaml/merge-order',
        merge.offset,
        `kubectl lets the merged ${key} replace the ${key} that is written before <<`,
        `write << before ${key}, or remove ${key}`,
      ),
    );
  }
  return objects;
}

function problemOf(error: unknown, problemAt: ProblemAt): InputProblem {
  if (error instanceof YamlSyntaxError) {
    return problemAt('yaml/well-formed', error.offset, error.message, error.fix);
  }
  if (error instanceof YamlValueError) {
    return problemAt(error.rule, error.node?.offset ?? 0, error.message, error.fix);
  }
  if (error instanceof NestingError) {
    const fix = 'check whether a bracket or a dash is repeated by mistake';
    return problemAt('yaml/bounded-depth', error.offset, error.message, fix);
  }
  throw error;
}

/**
 * Returns the offset behind the marker of a document, and behind a byte order mark.
 * @throws YamlSyntaxError
 */
function startOfContent(text: string): number {
  const [marker, rest] = /^---([^\n]*)\n?/.exec(text) ?? ['', ''];
  const word = rest.search(/[^\s\x85]/);
  if (word >= 0 && (word === 0 || rest[word] !== '#')) {
    throw new YamlSyntaxError(
      '---'.length + word,
      'kubectl does not read a document that begins in the line of its ---',
      'begin it on a new line; write a space before a comment',
    );
  }
  return text[marker.length] === '\ufeff' ? marker.length + 1 : marker.length;
}

/** kubectl reads a stream that begins with `{` as JSON, which has more escapes than YAML 1.1. */
function isValidJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
