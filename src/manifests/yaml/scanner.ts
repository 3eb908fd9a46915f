import { readBlockScalar } from './block-scalar';
import { Cursor, isBlankOrEnd, isBreak } from './cursor';
import { Indentation } from './indentation';
import { readPlainScalar } from './plain-scalar';
import { readAnchorName, readTag } from './properties';
import { quoted } from './quote-fix';
import { readQuotedScalar } from './quoted-scalar';
import { SimpleKeys } from './simple-keys';
import { YamlSyntaxError } from './syntax-error';
import type { Token, TokenKind } from './token';

/** Characters that have a meaning at the start of a value, or are reserved. */
const CANNOT_BEGIN_PLAIN = ',[]{}#&*!|>\'"%@`\t';

/**
 * Splits a document into tokens.
 *
 * That `a` in `a: 1` is a key is known only at the colon, so tokens wait in a queue as long as the
 * first of them may still turn out to be the start of a key.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly queue: Token[] = [];
  /** Tokens that were taken from the queue. */
  private taken = 0;
  private readonly indentation = new Indentation();
  private readonly keys: SimpleKeys;
  private hasEnded = false;

  /**
   * @param start where the document begins in the text
   * @param isJson whether the text is known to be valid JSON
   */
  public constructor(
    text: string,
    start: number,
    private readonly isJson: boolean,
  ) {
    this.cursor = new Cursor(text, start);
    this.keys = new SimpleKeys(this.cursor, isJson);
  }

  /** Returns the next token. After the last one this is `end`, as often as it is called. */
  public peek(): Token {
    while (this.needsMore()) this.scan();
    return this.queue[0];
  }

  /** Returns the next token, and moves behind it. */
  public next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') {
      this.queue.shift();
      this.taken++;
    }
    return token;
  }

  private needsMore(): boolean {
    if (this.hasEnded) return false;
    return this.queue.length === 0 || this.keys.mayStartAt(this.taken);
  }

  private get nextNumber(): number {
    return this.taken + this.queue.length;
  }

  private add(kind: TokenKind, offset: number, text = '', isPlain = false): void {
    this.queue.push({ kind, offset, text, isPlain });
  }

  /** Opens a block mapping or list if the column is further right than the current one. */
  private indent(kind: TokenKind, column: number, offset: number, number: number): void {
    if (this.keys.inFlow || !this.indentation.open(column)) return;
    this.queue.splice(number - this.taken, 0, { kind, offset, text: '', isPlain: false });
  }

  /** Closes the block mappings and lists that are further right than a column. */
  private unindent(column: number): void {
    if (this.keys.inFlow) return;
    for (let i = this.indentation.close(column); i > 0; i--) {
      this.add('block-end', this.cursor.offset);
    }
  }

  private scan(): void {
    const { cursor, keys } = this;
    this.skipToToken();
    const { offset } = cursor;
    const char = cursor.char();
    if (char === '') return this.scanEnd();
    this.unindent(cursor.column);
    if (cursor.atDocumentMarker()) return this.scanDocumentEnd();
    const isIndicator = isBlankOrEnd(cursor.char(1));
    switch (char) {
      case '[':
      case '{':
        // In JSON only strings are keys. Without bounds, everything in the brackets would be queued.
        if (!this.isJson) keys.save(this.nextNumber, this.indentation.column);
        keys.enterFlow();
        return this.scanIndicator(char);
      case ']':
      case '}':
        keys.drop();
        keys.leaveFlow();
        return this.scanIndicator(char);
      case ',':
        keys.drop();
        keys.allowed = true;
        return this.scanIndicator(char);
      case '-':
        if (isIndicator) return this.scanItem();
        break;
      case '?':
        if (keys.inFlow || isIndicator) return this.scanKey();
        break;
      case ':':
        if (keys.inFlow || isIndicator) return this.scanValue();
        break;
      case '*':
      case '&':
        keys.save(this.nextNumber, this.indentation.column);
        keys.allowed = false;
        return this.add(
          char === '*' ? 'alias' : 'anchor',
          offset,
          readAnchorName(cursor, keys.inFlow),
        );
      case '!':
        keys.save(this.nextNumber, this.indentation.column);
        keys.allowed = false;
        return this.add('tag', offset, readTag(cursor, keys.inFlow));
      case '|':
      case '>':
        if (keys.inFlow) break;
        keys.drop();
        keys.allowed = true;
        return this.add('scalar', offset, readBlockScalar(cursor, this.indentation.column));
      case '"':
      case "'":
        keys.save(this.nextNumber, this.indentation.column);
        keys.allowed = false;
        return this.add('scalar', offset, readQuotedScalar(cursor, this.isJson));
    }
    this.scanPlain(char);
  }

  private skipToToken(): void {
    const { cursor, keys } = this;
    for (;;) {
      // Where a key can begin, a tab would be indentation.
      while (
        cursor.char() === ' ' ||
        (cursor.char() === '\t' && (keys.inFlow || !keys.allowed || this.isJson))
      ) {
        cursor.skip();
      }
      cursor.skipComment();
      if (!isBreak(cursor.char())) return;
      cursor.takeBreak();
      if (!keys.inFlow) keys.allowed = true;
    }
  }

  private scanEnd(): void {
    this.unindent(-1);
    this.keys.drop();
    this.hasEnded = true;
    this.add('end', this.cursor.offset);
  }

  private scanDocumentEnd(): void {
    this.unindent(-1);
    this.keys.drop();
    this.keys.allowed = false;
    this.add('document-end', this.cursor.offset);
    this.cursor.skip(3);
  }

  private scanIndicator(kind: TokenKind): void {
    this.add(kind, this.cursor.offset);
    this.cursor.skip();
  }

  private scanItem(): void {
    const { cursor, keys } = this;
    this.requireKeyAllowed(
      'a list cannot begin in the line of its key, nor after another value',
      'begin the list on a new line, or quote the value if it begins with -',
    );
    this.indent('block-sequence', cursor.column, cursor.offset, this.nextNumber);
    keys.drop();
    keys.allowed = true;
    this.scanIndicator('-');
  }

  private scanKey(): void {
    const { cursor, keys } = this;
    this.requireKeyAllowed('a key cannot begin here', 'quote the value if it begins with ?');
    this.indent('block-mapping', cursor.column, cursor.offset, this.nextNumber);
    keys.drop();
    keys.allowed = !keys.inFlow;
    this.scanIndicator('key');
  }

  private scanValue(): void {
    const { cursor, keys } = this;
    const key = keys.take();
    if (key !== undefined) {
      const token: Token = { kind: 'key', offset: key.offset, text: '', isPlain: false };
      this.queue.splice(key.number - this.taken, 0, token);
      this.indent('block-mapping', key.column, key.offset, key.number);
      keys.allowed = false;
    } else {
      this.requireKeyAllowed(
        'a second ": " is in the value of a key, or the line is indented too far',
        'quote the value if it contains ": "; otherwise correct the indentation',
      );
      this.indent('block-mapping', cursor.column, cursor.offset, this.nextNumber);
      keys.allowed = !keys.inFlow;
    }
    this.scanIndicator('value');
  }

  /** In a block, an item or a key can begin only where a key is allowed. */
  private requireKeyAllowed(message: string, fix: string): void {
    const { cursor, keys } = this;
    if (!keys.inFlow && !keys.allowed) throw new YamlSyntaxError(cursor.offset, message, fix);
  }

  private scanPlain(char: string): void {
    const { cursor, keys } = this;
    const { offset } = cursor;
    if (CANNOT_BEGIN_PLAIN.includes(char)) throw this.cannotBegin(char);
    keys.save(this.nextNumber, this.indentation.column);
    keys.allowed = false;
    const scalar = readPlainScalar(cursor, this.indentation.column, keys.inFlow);
    if (scalar.spansLines) keys.allowed = true;
    this.add('scalar', offset, scalar.text, true);
  }

  private cannotBegin(char: string): YamlSyntaxError {
    const { offset, text, column } = this.cursor;
    if (char === '\t') {
      return new YamlSyntaxError(
        offset,
        'a tab is used where indentation is expected',
        'replace the tab with spaces',
      );
    }
    if (char === '%' && column === 0) {
      return new YamlSyntaxError(
        offset,
        'kubectl does not read directives such as %YAML: it splits documents before it parses them',
        'remove the line',
      );
    }
    const isTemplate = text.startsWith('{%', offset - 1);
    return new YamlSyntaxError(
      offset,
      `a value cannot begin with ${char}`,
      isTemplate
        ? 'render the template first'
        : `quote it: ${quoted(text, offset, this.keys.inFlow)}`,
    );
  }
}
