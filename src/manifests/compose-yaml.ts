import { Composer, Document, Lexer, Parser, ScalarTag, Schema, Tags } from 'yaml';
import { GO_INTEGER, parseGoInteger } from '../kubernetes/yaml-integer';

/** Far deeper than any kind of Kubernetes, and far from what the stack holds. */
export const MOST_LEVELS = 200;

const INTEGER_TAG: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: GO_INTEGER,
  resolve: (text) => parseGoInteger(text) ?? text,
};

/** As kubectl reads it: YAML 1.1 (`yes` is a boolean, `0644` is octal), but dates and base-60 numbers stay strings, and integers are as in Go. */
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
  uniqueKeys: false, // takes time that grows with the square of the keys; `value.ts` finds them
} as const;

/** The text is nested too deeply to look into it. */
export class TooDeep extends Error {
  public constructor(public readonly offset: number) {
    super(`nested more than ${MOST_LEVELS} levels deep`);
  }
}

/**
 * The syntax trees of the documents in a text.
 * @throws TooDeep
 */
export function compose(text: string): Document.Parsed[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // text that is no YAML makes an error for each of its characters, and the traces take ten times as long as the errors
  try {
    return trees(text);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function trees(text: string): Document.Parsed[] {
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const documents: Document.Parsed[] = [];
  // The parser keeps a stack of its own, the composer uses that of the machine: so the first must stop what the second would not survive.
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
    }
    const tooDeep = parser.stack[MOST_LEVELS + 1]; // the first is the document
    if (tooDeep !== undefined) throw new TooDeep(tooDeep.offset);
  }
  for (const token of parser.end()) {
    documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
  }
  documents.push(...(composer.end() as Iterable<Document.Parsed>));
  return documents;
}
