import { Composer, Document, Lexer, Parser, ScalarTag, Schema, Tags } from 'yaml';
import { GO_INTEGER, parseGoInteger } from '../kubernetes/yaml-integer';

/** Far deeper than any Kubernetes object, and far from an overflow of the stack. */
export const MAX_NESTING_LEVELS = 200;

const INTEGER_TAG: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: GO_INTEGER,
  resolve: (text) => parseGoInteger(text) ?? text,
};

/**
 * The YAML that kubectl reads: YAML 1.1 (`yes` is a boolean, `0644` is octal), except that dates
 * and base-60 numbers are strings, and integers can have the syntax of Go.
 */
const schema = new Schema({
  schema: 'yaml-1.1',
  merge: true,
  customTags: (tags: Tags) =>
    [INTEGER_TAG, ...tags].filter(
      (tag) =>
        typeof tag === 'string' ||
        !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')),
    ),
});

const OPTIONS = {
  version: '1.1',
  schema,
  prettyErrors: false,
  logLevel: 'silent',
  uniqueKeys: false, // takes quadratic time; yaml-values.ts finds duplicate keys
} as const;

/** A document has too many nested mappings and lists. */
export class NestingError extends Error {
  public constructor(public readonly offset: number) {
    super(`the document has more than ${MAX_NESTING_LEVELS} nested levels`);
  }
}

/**
 * Parses the YAML documents in a string to syntax trees.
 *
 * @throws NestingError
 */
export function composeYaml(text: string): Document.Parsed[] {
  // Text that is not YAML can cause an error for each character, and collecting the stack traces
  // takes ten times as long as parsing.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return composeDocuments(text);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function composeDocuments(text: string): Document.Parsed[] {
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const documents: Document.Parsed[] = [];
  // The composer is recursive and the parser is not, so the parser is stopped before the composer
  // would overflow the stack.
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
    }
    const tooDeep = parser.stack[MAX_NESTING_LEVELS + 1]; // index 0 is the document
    if (tooDeep !== undefined) throw new NestingError(tooDeep.offset);
  }
  for (const token of parser.end()) {
    documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
  }
  documents.push(...(composer.end() as Iterable<Document.Parsed>));
  return documents;
}
