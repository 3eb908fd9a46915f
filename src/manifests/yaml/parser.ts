import type { MappingEntry, YamlNode } from './node';
import { Scanner } from './scanner';
import { MAX_NESTING_LEVELS, NestingError, YamlSyntaxError } from './syntax-error';
import type { Token, TokenKind } from './token';

/** Where a value can be: in lines, in lines after a key, or inside of brackets. */
type Context = 'item' | 'entry' | 'flow';

/**
 * Parses a document as kubectl does, with the grammar of YAML 1.1.
 *
 * @param start where the document begins in the text
 * @param isJson whether the text is known to be valid JSON
 * @returns undefined if the document is empty
 * @throws YamlSyntaxError
 * @throws NestingError
 */
export function parseYaml(text: string, start = 0, isJson = false): YamlNode | undefined {
  const scanner = new Scanner(text, start, isJson);
  const { kind, offset } = scanner.peek();
  if (kind === 'end') return undefined;
  const root = kind === 'document-end' ? undefined : new Parser(scanner).node('item');
  const rest = root === undefined ? offset : restAfter(scanner);
  if (rest === undefined) return root;
  throw new YamlSyntaxError(
    rest,
    'the document ends before this line, and kubectl ignores what follows',
    'indent it like the lines before it, or begin another document with ---',
  );
}

/** Returns the offset of what follows the root of a document, which need not be YAML. */
function restAfter(scanner: Scanner): number | undefined {
  const hasEnded = scanner.peek().kind === 'document-end';
  try {
    let token = scanner.next();
    while (token.kind === 'document-end') token = scanner.next();
    return token.kind === 'end' ? undefined : token.offset;
  } catch (error) {
    if (hasEnded && error instanceof YamlSyntaxError) return error.offset;
    throw error;
  }
}

class Parser {
  private depth = 0;

  public constructor(private readonly scanner: Scanner) {}

  public node(context: Context): YamlNode {
    const first = this.scanner.peek();
    if (first.kind === 'alias') {
      this.scanner.next();
      return { kind: 'alias', offset: first.offset, name: first.text };
    }
    const { anchor, tag, end } = this.properties();
    const token = this.scanner.peek();
    const base = { offset: token.offset, ...(anchor !== undefined && { anchor }) };
    switch (token.kind) {
      case 'scalar': {
        this.scanner.next();
        const { text, isPlain } = token;
        return { kind: 'scalar', ...base, text, isPlain, ...(tag !== undefined && { tag }) };
      }
      case '[':
        return { kind: 'sequence', ...base, items: this.nested(() => this.flowSequence()) };
      case '{':
        return {
          kind: 'mapping',
          ...base,
          entries: this.nested(() => this.flowMapping()),
          isFlow: true,
        };
      case '-':
        if (context !== 'entry') break;
        return { kind: 'sequence', ...base, items: this.nested(() => this.unindentedItems()) };
      case 'block-sequence':
        if (context === 'flow') break;
        return { kind: 'sequence', ...base, items: this.nested(() => this.blockItems()) };
      case 'block-mapping':
        if (context === 'flow') break;
        return {
          kind: 'mapping',
          ...base,
          entries: this.nested(() => this.blockEntries()),
          isFlow: false,
        };
    }
    if (anchor !== undefined || tag !== undefined) {
      return { ...emptyScalar(end), ...(anchor !== undefined && { anchor }), tag };
    }
    throw unexpected(token, 'a value is missing here');
  }

  /** Reads an anchor and a tag, in any order. */
  private properties(): { anchor?: string; tag?: string; end: number } {
    const found: { anchor?: string; tag?: string; end: number } = { end: 0 };
    for (;;) {
      const { kind, text, offset } = this.scanner.peek();
      if ((kind !== 'anchor' && kind !== 'tag') || found[kind] !== undefined) return found;
      this.scanner.next();
      found[kind] = text;
      found.end = offset;
    }
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MAX_NESTING_LEVELS) throw new NestingError(this.scanner.peek().offset);
    const value = read();
    this.depth--;
    return value;
  }

  /** Reads a value unless one of the tokens follows that can stand after it. */
  private optional(context: Context, ...ends: readonly TokenKind[]): YamlNode {
    const { kind, offset } = this.scanner.peek();
    return ends.includes(kind) ? emptyScalar(offset) : this.node(context);
  }

  private blockItems(): YamlNode[] {
    this.scanner.next();
    const items: YamlNode[] = [];
    for (;;) {
      const token = this.scanner.next();
      if (token.kind === 'block-end') return items;
      if (token.kind !== '-') {
        throw unexpected(token, 'the indentation matches neither the list before it nor its items');
      }
      items.push(this.optional('item', '-', 'block-end'));
    }
  }

  /** Reads the items of a list that is not indented further than its key. */
  private unindentedItems(): YamlNode[] {
    const items: YamlNode[] = [];
    while (this.scanner.peek().kind === '-') {
      this.scanner.next();
      items.push(this.optional('item', '-', 'key', 'value', 'block-end'));
    }
    return items;
  }

  private blockEntries(): MappingEntry[] {
    this.scanner.next();
    const entries: MappingEntry[] = [];
    for (;;) {
      const token = this.scanner.next();
      if (token.kind === 'block-end') return entries;
      if (token.kind !== 'key') {
        throw unexpected(
          token,
          'the indentation matches no mapping before it, or a key is missing',
        );
      }
      const key = this.optional('entry', 'key', 'value', 'block-end');
      entries.push({ key, value: this.entryValue('entry', 'key', 'value', 'block-end') });
    }
  }

  private flowSequence(): YamlNode[] {
    this.scanner.next();
    const items: YamlNode[] = [];
    while (this.scanner.peek().kind !== ']') {
      if (items.length > 0) this.comma(']');
      const { kind, offset } = this.scanner.peek();
      if (kind === ']') break;
      items.push(
        kind === 'key'
          ? { kind: 'mapping', offset, entries: [this.flowEntry(']')], isFlow: true }
          : this.node('flow'),
      );
    }
    this.scanner.next();
    return items;
  }

  private flowMapping(): MappingEntry[] {
    this.scanner.next();
    const entries: MappingEntry[] = [];
    while (this.scanner.peek().kind !== '}') {
      if (entries.length > 0) this.comma('}');
      const { kind } = this.scanner.peek();
      if (kind === '}') break;
      if (kind === 'key') {
        entries.push(this.flowEntry('}'));
      } else {
        const key = this.node('flow');
        entries.push({ key, value: emptyScalar(key.offset) });
      }
    }
    this.scanner.next();
    return entries;
  }

  private flowEntry(end: ']' | '}'): MappingEntry {
    this.scanner.next();
    const key = this.optional('flow', 'value', ',', end);
    return { key, value: this.entryValue('flow', ',', end) };
  }

  private entryValue(context: Context, ...ends: readonly TokenKind[]): YamlNode {
    const { kind, offset } = this.scanner.peek();
    if (kind !== 'value') return emptyScalar(offset);
    this.scanner.next();
    return this.optional(context, ...ends);
  }

  private comma(end: ']' | '}'): void {
    const token = this.scanner.next();
    if (token.kind === ',') return;
    throw new YamlSyntaxError(
      token.offset,
      `a comma or ${end} is missing before this`,
      'add it; quote the value if it contains a bracket, or a colon and a space',
    );
  }
}

function emptyScalar(offset: number): YamlNode & { kind: 'scalar' } {
  return { kind: 'scalar', offset, text: '', isPlain: true };
}

function unexpected({ offset }: Token, message: string): YamlSyntaxError {
  return new YamlSyntaxError(
    offset,
    message,
    'correct the syntax; check the indentation, quotes and brackets',
  );
}
